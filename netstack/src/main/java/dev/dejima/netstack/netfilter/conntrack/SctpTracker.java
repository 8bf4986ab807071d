package dev.dejima.netstack.netfilter.conntrack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;

/**
 * Follows SCTP associations from the middle ({@code nf_conntrack_proto_sctp.c}). Each chunk moves
 * the state by a table, if the packet has the tag that the receiver asked for (RFC 9260 section
 * 8.5).
 */
final class SctpTracker implements Tracker {
  static final int PROTOCOL = 132;
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 4;
  private static final int INIT_HEADER = 16;
  private static final int T_BIT = 1;

  private static final int DATA = 0;
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int HEARTBEAT = 4;
  private static final int HEARTBEAT_ACK = 5;
  private static final int ABORT = 6;
  private static final int SHUTDOWN = 7;
  private static final int SHUTDOWN_ACK = 8;
  private static final int ERROR = 9;
  private static final int COOKIE_ECHO = 10;
  private static final int COOKIE_ACK = 11;
  private static final int SHUTDOWN_COMPLETE = 14;

  private static final int NO = 0;
  private static final int CL = 1;
  private static final int CW = 2;
  private static final int CE = 3;
  private static final int ES = 4;
  private static final int SS = 5;
  private static final int SR = 6;
  private static final int SA = 7;
  private static final int HS = 8;
  private static final int INVALID = 9;

  /** Chunks that may come with any tag, or are looked at one by one. */
  private static final int EXEMPT =
      1 << INIT
          | 1 << SHUTDOWN_COMPLETE
          | 1 << COOKIE_ECHO
          | 1 << ABORT
          | 1 << SHUTDOWN_ACK
          | 1 << HEARTBEAT
          | 1 << HEARTBEAT_ACK;

  /** Chunks that belong to an association which is not known: none is made for them. */
  private static final int OUT_OF_THE_BLUE = 1 << ABORT | 1 << SHUTDOWN_COMPLETE | 1 << COOKIE_ACK;

  /** Next state, by direction, chunk as {@link #row} has it, and old state from NO to HS. */
  private static final byte[][][] NEXT = {
    {
      {CL, CL, CW, CE, ES, CL, CL, SA, CW},
      {CL, CL, CW, CE, ES, SS, SR, SA, CL},
      {CL, CL, CL, CL, CL, CL, CL, CL, CL},
      {CL, CL, CW, CE, SS, SS, SR, SA, CL},
      {SA, CL, CW, CE, ES, SA, SA, SA, SA},
      {CL, CL, CW, CE, ES, SS, SR, SA, CL},
      {CL, CL, CE, CE, ES, SS, SR, SA, CL},
      {CL, CL, CW, ES, ES, SS, SR, SA, CL},
      {CL, CL, CW, CE, ES, SS, SR, CL, CL},
      {HS, CL, CW, CE, ES, SS, SR, SA, HS},
      {CL, CL, CW, CE, ES, SS, SR, SA, HS}
    },
    {
      {INVALID, CL, CW, CE, ES, SS, SR, SA, INVALID},
      {INVALID, CW, CW, CE, ES, SS, SR, SA, INVALID},
      {INVALID, CL, CL, CL, CL, CL, CL, CL, INVALID},
      {INVALID, CL, CW, CE, SR, SS, SR, SA, INVALID},
      {INVALID, CL, CW, CE, ES, SA, SA, SA, INVALID},
      {INVALID, CL, CW, CL, ES, SS, SR, SA, INVALID},
      {INVALID, CL, CE, CE, ES, SS, SR, SA, INVALID},
      {INVALID, CL, CW, ES, ES, SS, SR, SA, INVALID},
      {INVALID, CL, CW, CE, ES, SS, SR, CL, INVALID},
      {INVALID, CL, CW, CE, ES, SS, SR, SA, HS},
      {INVALID, CL, CW, CE, ES, SS, SR, SA, ES}
    }
  };

  private final Timeouts timeouts;
  private final PacketChecksum checksum;

  // The packet at hand.
  private byte[] bytes = {};
  private int first;
  private int end;
  private int tag;

  /** Which chunks there are, as bits; those above 31 do not matter. */
  private int chunks;

  /** Whether the packet passes without lengthening the flow's life. */
  private boolean ignored;

  SctpTracker(Timeouts timeouts, PacketChecksum checksum) {
    this.timeouts = timeouts;
    this.checksum = checksum;
  }

  private static int row(int type) {
    return switch (type) {
      case INIT -> 0;
      case INIT_ACK -> 1;
      case ABORT -> 2;
      case SHUTDOWN -> 3;
      case SHUTDOWN_ACK -> 4;
      case ERROR -> 5;
      case COOKIE_ECHO -> 6;
      case COOKIE_ACK -> 7;
      case SHUTDOWN_COMPLETE -> 8;
      case HEARTBEAT -> 9;
      case HEARTBEAT_ACK -> 10;
      default -> -1;
    };
  }

  private static int next(int direction, int state, int type) {
    int row = row(type);
    return row < 0 ? state : NEXT[direction][row][state];
  }

  @Override
  public Outcome track(
      Flow flow, int direction, HookNumber hook, int version, Packet packet, long now) {
    SctpTrack sctp = flow.sctp;
    if (sctp == null
        || packet.transportLength() < HEADER
        || !checksum.isCrcRight(hook, packet)
        || !read(packet)) {
      return Outcome.INVALID;
    }
    if (!flow.isConfirmed() && !((chunks & OUT_OF_THE_BLUE) == 0 && open(sctp))) {
      return Outcome.INVALID;
    }
    if ((chunks & EXEMPT) == 0 && tag != sctp.tags[direction]) {
      return Outcome.INVALID;
    }
    int state = follow(flow, sctp, direction);
    if (state == INVALID) {
      return Outcome.INVALID;
    }
    if (!ignored) {
      Tracker.refresh(flow, Timeouts.of(flow, timeouts.sctp)[state], now);
    }
    return Outcome.ACCEPT;
  }

  /** Notes what chunks there are; false if they may not stand together, or there is none. */
  private boolean read(Packet packet) {
    bytes = packet.bytes;
    first = packet.transport + HEADER;
    end = packet.end;
    tag = get32(bytes, packet.transport + 4);
    chunks = 0;
    ignored = false;
    boolean alone = false;
    int count = 0;
    for (int at = first; at + CHUNK_HEADER <= end; at = following(at)) {
      int type = type(at);
      alone |= type == INIT || type == INIT_ACK || type == SHUTDOWN_COMPLETE;
      boolean leads = type == COOKIE_ACK || type == COOKIE_ECHO || alone;
      if ((leads && count != 0) || get16(bytes, at + 2) == 0) {
        return false;
      }
      chunks |= type < Integer.SIZE ? 1 << type : 0;
      count++;
    }
    return count != 0;
  }

  private int type(int at) {
    return bytes[at] & 0xff;
  }

  private int following(int at) {
    return at + ((get16(bytes, at + 2) + 3) & ~3);
  }

  private boolean has(int type) {
    return (chunks & 1 << type) != 0;
  }

  /** The first packet of a flow; false if it cannot open one. */
  private boolean open(SctpTrack sctp) {
    sctp.clear();
    for (int at = first; at + CHUNK_HEADER <= end; at = following(at)) {
      int type = type(at);
      int state = next(0, NO, type);
      if (state == NO || state == INVALID) {
        return false;
      }
      switch (type) {
        case INIT -> {
          if (tag != 0 || !hasInitHeader(at)) {
            return false;
          }
          sctp.tags[1] = initTag(at);
        }
        case HEARTBEAT -> sctp.tags[0] = tag;
        case SHUTDOWN_ACK -> sctp.tags[1] = tag;
        default -> {}
      }
    }
    return true;
  }

  private boolean hasInitHeader(int at) {
    return at + CHUNK_HEADER + INIT_HEADER <= end;
  }

  private int initTag(int at) {
    return get32(bytes, at + CHUNK_HEADER);
  }

  /** Moves the state chunk by chunk; the state at the end, or INVALID. */
  private int follow(Flow flow, SctpTrack sctp, int direction) {
    int state = sctp.state;
    for (int at = first; at + CHUNK_HEADER <= end; at = following(at)) {
      int type = type(at);
      boolean wasIgnored = ignored;
      if (!hasRightTag(sctp, direction, at, type)) {
        return INVALID;
      }
      if (type == HEARTBEAT && ignored && !wasIgnored) {
        continue;
      }
      int old = sctp.state;
      state = next(direction, old, type);
      if (state == INVALID || !initiate(flow, sctp, direction, at, type, old, state)) {
        return INVALID;
      }
      sctp.state = state;
      if (state != old) {
        flow.events |= FlowEvents.PROTOCOL;
        if (state == ES) {
          flow.note(NewConntrack.ASSURED, FlowEvents.ASSURED);
        }
      }
    }
    return state;
  }

  /** The exceptions of RFC 9260 section 8.5.1, and what heartbeats teach. */
  private boolean hasRightTag(SctpTrack sctp, int direction, int at, int type) {
    switch (type) {
      case INIT -> {
        return tag == 0;
      }
      case ABORT, SHUTDOWN_COMPLETE -> {
        boolean reflected = (bytes[at + 1] & T_BIT) != 0;
        return tag == sctp.tags[reflected ? 1 - direction : direction];
      }
      case COOKIE_ECHO -> {
        return tag == sctp.tags[direction];
      }
      case COOKIE_ACK -> {
        sctp.init[0] = false;
        sctp.init[1] = false;
        return true;
      }
      case HEARTBEAT -> {
        return heartbeat(sctp, direction);
      }
      case HEARTBEAT_ACK -> {
        return heartbeatAnswer(sctp, direction);
      }
      default -> {
        return true;
      }
    }
  }

  private boolean heartbeat(SctpTrack sctp, int direction) {
    if (sctp.tags[direction] == 0) {
      sctp.tags[direction] = tag;
    } else if (tag != sctp.tags[direction]) {
      if (has(DATA) || ignored) {
        return false;
      }
      sctp.heartbeatFailed = true;
      sctp.lastDirection = direction;
      ignored = true;
    } else {
      sctp.heartbeatFailed = false;
    }
    return true;
  }

  private boolean heartbeatAnswer(SctpTrack sctp, int direction) {
    if (sctp.tags[direction] == 0) {
      sctp.tags[direction] = tag;
    } else if (tag != sctp.tags[direction]) {
      if (has(DATA) || ignored || !sctp.heartbeatFailed || sctp.lastDirection == direction) {
        return false;
      }
      sctp.heartbeatFailed = false;
      sctp.tags[direction] = tag;
      sctp.tags[1 - direction] = 0;
    } else {
      sctp.heartbeatFailed = false;
    }
    return true;
  }

  /** Notes the tag that an INIT or its answer asks for; false if it may not. */
  private boolean initiate(
      Flow flow, SctpTrack sctp, int direction, int at, int type, int old, int state) {
    if (type != INIT && type != INIT_ACK) {
      return true;
    }
    if (!hasInitHeader(at)) {
      return false;
    }
    int other = 1 - direction;
    int asked = initTag(at);
    int known = sctp.tags[other];
    if (type == INIT) {
      if (old == NO || known != asked) {
        sctp.init[other] &= !sctp.init[direction];
        sctp.init[direction] = true;
      }
      ignored |= state == CL && old == CL && flow.isConfirmed();
    } else if (known != asked
        && ((!sctp.init[other] && known != 0) || (sctp.init[direction] && sctp.init[other]))) {
      return false;
    }
    sctp.tags[other] = asked;
    return true;
  }
}
