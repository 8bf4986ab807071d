package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.SysctlVariable;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.NetworkOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connection table of a namespace ({@code nf_conntrack_core.c}).
 *
 * <p>{@link #track} gives a packet its flow and place in it; a packet that fits no flow stays
 * without one, which is what rules call invalid. {@link #confirm} enters a new flow once its first
 * packet has come through. Flows die when their time is over: at once for whoever looks them up,
 * and for good when the sweep comes by.
 */
public final class Conntrack {
  /** Seconds are what timeouts come in. */
  private static final long SECOND = 1_000_000_000L;

  private static final long SWEEP_INTERVAL = SECOND;
  private static final int UDP = 17;
  private static final int UDPLITE = 136;
  private static final int UDP_HEADER = 8;
  private static final int TCP_HEADER = 20;
  private static final int HIGHEST_ICMP_TYPE = 18;

  private final EventLoop loop;
  private final RandomGenerator random;
  private final FlowTable table = new FlowTable();
  private final Timeouts timeouts = new Timeouts();
  private final TcpTracker tcp = new TcpTracker(timeouts);
  private final Tuple scratch = new Tuple();
  private final Tuple inverse = new Tuple();
  private final Timer sweep;
  private FlowEvents events = (kind, flow) -> {};
  private int max = 262_144;
  private boolean checksum = true;
  private boolean accounting;
  private long born;

  /** An empty table; its variables appear under {@code net/netfilter}. */
  public Conntrack(NetfilterHost host) {
    this.loop = host.loop();
    this.random = host.random("conntrack");
    this.sweep = loop.backgroundTimer(this::sweep);
    publish(host);
  }

  private void publish(NetfilterHost host) {
    String prefix = "net/netfilter/nf_conntrack_";
    timeouts.publish((name, variable) -> host.sysctl(prefix + name, variable));
    host.sysctl(
        prefix + "max", SysctlVariable.number(0, Integer.MAX_VALUE, () -> max, n -> max = n));
    host.sysctl(prefix + "count", SysctlVariable.constant(table::size));
    host.sysctl(prefix + "buckets", SysctlVariable.constant(table::capacity));
    host.sysctl(prefix + "checksum", flag(() -> checksum, on -> checksum = on));
    host.sysctl(prefix + "acct", flag(() -> accounting, on -> accounting = on));
    host.sysctl(prefix + "tcp_loose", flag(() -> tcp.loose, on -> tcp.loose = on));
    host.sysctl(prefix + "tcp_be_liberal", flag(() -> tcp.liberal, on -> tcp.liberal = on));
    host.sysctl(
        prefix + "tcp_ignore_invalid_rst",
        flag(() -> tcp.ignoreInvalidReset, on -> tcp.ignoreInvalidReset = on));
    host.sysctl(
        prefix + "tcp_max_retrans",
        SysctlVariable.number(
            0, 255, () -> tcp.maxRetransmissions, n -> tcp.maxRetransmissions = n));
  }

  private static SysctlVariable flag(BooleanSupplier get, Consumer<Boolean> set) {
    return SysctlVariable.number(0, 1, () -> get.getAsBoolean() ? 1 : 0, n -> set.accept(n != 0));
  }

  /** Whom to tell of flows. */
  public void listen(FlowEvents listener) {
    events = listener;
  }

  /** The clock's time. */
  public long now() {
    return loop.nanoTime();
  }

  // ---- packets

  /** A packet's direction: 0 original, 1 reply. */
  public static int direction(Packet packet) {
    return packet.ctInfo >= Packet.CT_REPLY ? 1 : 0;
  }

  /**
   * Finds or opens a packet's flow.
   *
   * @return false if the packet must be dropped: the table is full
   */
  public boolean track(HookNumber hook, int version, Packet packet) {
    if (packet.flow != null || packet.ctInfo == Packet.CT_UNTRACKED) {
      return true;
    }
    if (packet.laterFragment || !sound(hook, version, packet)) {
      return true;
    }
    if (Icmp.isIcmp(packet.protocol) && icmpSpecial(version, packet)) {
      return true;
    }
    if (!TupleReader.read(
        packet.bytes,
        version,
        packet.network,
        packet.transport,
        packet.end,
        packet.protocol,
        scratch)) {
      return true;
    }
    return resolve(version, packet);
  }

  private boolean resolve(int version, Packet packet) {
    while (true) {
      int slot = lookup(scratch);
      Flow flow;
      int direction = 0;
      if (slot < 0) {
        if (!inverse.setInverse(scratch)) {
          return true;
        }
        if (max > 0 && table.size() >= max) {
          return false;
        }
        flow = new Flow(scratch.copy(), inverse.copy(), random.nextInt(), ++born);
      } else {
        flow = table.at(slot);
        direction = table.direction(slot);
      }
      switch (protocol(version, flow, direction, packet)) {
        case INVALID -> {
          return true;
        }
        case REPEAT -> kill(flow);
        case ACCEPT -> {
          assign(packet, flow, direction);
          return true;
        }
      }
    }
  }

  private void assign(Packet packet, Flow flow, int direction) {
    packet.flow = flow;
    if (direction == 1) {
      packet.ctInfo = Packet.CT_ESTABLISHED + Packet.CT_REPLY;
      if ((flow.status & NewConntrack.SEEN_REPLY) == 0) {
        flow.status |= NewConntrack.SEEN_REPLY;
        events.happened(FlowEvents.Kind.UPDATE, flow);
      }
    } else if ((flow.status & NewConntrack.SEEN_REPLY) != 0) {
      packet.ctInfo = Packet.CT_ESTABLISHED;
    } else {
      packet.ctInfo = Packet.CT_NEW;
    }
    if (accounting) {
      count(flow, direction, packet.length());
    }
    if (flow.isDying()) {
      kill(flow);
    }
  }

  private static void count(Flow flow, int direction, int length) {
    if (direction == 0) {
      flow.originalPackets++;
      flow.originalBytes += length;
    } else {
      flow.replyPackets++;
      flow.replyBytes += length;
    }
  }

  private TcpTracker.Outcome protocol(int version, Flow flow, int direction, Packet packet) {
    TcpTrack track = flow.tcp;
    if (track != null) {
      int before = track.state;
      int statusBefore = flow.status;
      TcpTracker.Outcome outcome =
          tcp.track(flow, track, direction, packet.bytes, packet.transport, packet.end, now());
      if (flow.isConfirmed() && (track.state != before || flow.status != statusBefore)) {
        events.happened(FlowEvents.Kind.UPDATE, flow);
      }
      return outcome;
    }
    switch (packet.protocol) {
      case UDP, UDPLITE -> udp(flow);
      case Icmp.ICMP, Icmp.ICMPV6 -> {
        if (!flow.isConfirmed() && !Icmp.opens(version, packet.bytes[packet.transport] & 0xff)) {
          return TcpTracker.Outcome.INVALID;
        }
        refresh(flow, version == 4 ? timeouts.icmp : timeouts.icmpv6);
      }
      default -> refresh(flow, timeouts.generic);
    }
    return TcpTracker.Outcome.ACCEPT;
  }

  private void udp(Flow flow) {
    long now = now();
    if (!flow.isConfirmed()) {
      flow.streamFrom = now + 2 * SECOND;
    }
    boolean stream = flow.has(NewConntrack.SEEN_REPLY) && now > flow.streamFrom;
    refresh(flow, stream ? timeouts.udpStream : timeouts.udp);
    if (stream && !flow.has(NewConntrack.ASSURED)) {
      flow.status |= NewConntrack.ASSURED;
      events.happened(FlowEvents.Kind.UPDATE, flow);
    }
  }

  private void refresh(Flow flow, int seconds) {
    flow.expires = now() + seconds * SECOND;
  }

  // ---- what is no packet of a flow of its own

  /** Whether the transport header is whole and, where a packet comes in, undamaged. */
  private boolean sound(HookNumber hook, int version, Packet packet) {
    int length = packet.transportLength();
    return switch (packet.protocol) {
      case TcpTracker.PROTOCOL -> {
        if (length < TCP_HEADER) {
          yield false;
        }
        int header = (packet.bytes[packet.transport + 12] & 0xf0) >> 2;
        yield header >= TCP_HEADER
            && header <= length
            && undamaged(hook, version, packet, true)
            && TcpTracker.flagsValid(packet.bytes[packet.transport + 13]);
      }
      case UDP -> {
        if (length < UDP_HEADER) {
          yield false;
        }
        int told = NetworkOrder.get16(packet.bytes, packet.transport + 4);
        boolean without = NetworkOrder.get16(packet.bytes, packet.transport + 6) == 0;
        yield told >= UDP_HEADER
            && told <= length
            && (without || undamaged(hook, version, packet, true));
      }
      case Icmp.ICMP ->
          length >= 8
              && version == 4
              && (packet.bytes[packet.transport] & 0xff) <= HIGHEST_ICMP_TYPE
              && undamaged(hook, version, packet, false);
      case Icmp.ICMPV6 -> length >= 8 && version == 6 && undamaged(hook, version, packet, true);
      default -> true;
    };
  }

  private boolean undamaged(HookNumber hook, int version, Packet packet, boolean pseudoHeader) {
    if (!checksum || hook != HookNumber.PREROUTING || packet.checksumVerified) {
      return true;
    }
    byte[] bytes = packet.bytes;
    int length = packet.transportLength();
    long sum = Checksum.sum(bytes, packet.transport, packet.end);
    int network = packet.network;
    if (pseudoHeader && version == 4) {
      sum +=
          Checksum.pseudo(
              NetworkOrder.get32(bytes, network + 12),
              NetworkOrder.get32(bytes, network + 16),
              packet.protocol,
              length);
    } else if (pseudoHeader) {
      sum +=
          Checksum.pseudo(
              NetworkOrder.get64(bytes, network + 8),
              NetworkOrder.get64(bytes, network + 16),
              NetworkOrder.get64(bytes, network + 24),
              NetworkOrder.get64(bytes, network + 32),
              packet.protocol,
              length);
    }
    packet.checksumVerified = Checksum.isValid(sum);
    return packet.checksumVerified;
  }

  /** Errors and messages that are never tracked; false if the message is a query or an answer. */
  private boolean icmpSpecial(int version, Packet packet) {
    int type = packet.bytes[packet.transport] & 0xff;
    if (version == 6 && Icmp.isUntracked(type)) {
      packet.ctInfo = Packet.CT_UNTRACKED;
      return true;
    }
    if (!Icmp.isError(version, type)) {
      return false;
    }
    int inner = packet.transport + 8;
    if (TupleReader.readInner(packet.bytes, version, inner, packet.end, scratch) < 0
        || !inverse.setInverse(scratch)) {
      return true;
    }
    int slot = lookup(inverse);
    if (slot >= 0 && isFor(version, packet, inverse)) {
      packet.flow = table.at(slot);
      packet.ctInfo =
          table.direction(slot) == 0 ? Packet.CT_RELATED : Packet.CT_RELATED + Packet.CT_REPLY;
    }
    return true;
  }

  /** An error goes to whom the packet that it complains of came from; others are bogus. */
  private static boolean isFor(int version, Packet packet, Tuple tuple) {
    if (version == 4) {
      return (NetworkOrder.get32(packet.bytes, packet.network + 16) & 0xffff_ffffL)
          == tuple.destinationLow;
    }
    return NetworkOrder.get64(packet.bytes, packet.network + 24) == tuple.destinationHigh
        && NetworkOrder.get64(packet.bytes, packet.network + 32) == tuple.destinationLow;
  }

  /**
   * Enters a packet's flow if it is new.
   *
   * @return false if the packet must be dropped: another flow has taken one of the tuples
   */
  public boolean confirm(Packet packet) {
    Flow flow = packet.flow;
    if (flow == null || flow.isConfirmed() || direction(packet) == 1) {
      return true;
    }
    if (flow.isDying() || lookup(flow.original) >= 0 || lookup(flow.reply) >= 0) {
      return false;
    }
    flow.status |= NewConntrack.CONFIRMED;
    flow.inTable = true;
    table.add(flow);
    if (!sweep.pending()) {
      sweep.arm(SWEEP_INTERVAL);
    }
    events.happened(FlowEvents.Kind.NEW, flow);
    return true;
  }

  // ---- the table

  /** The slot of a tuple that has not timed out, or -1. */
  private int lookup(Tuple tuple) {
    int slot = table.find(tuple);
    if (slot >= 0 && table.at(slot).expires <= now()) {
      kill(table.at(slot));
      return -1;
    }
    return slot;
  }

  /** The flow that has a tuple, in either direction. */
  public @Nullable Flow find(Tuple tuple) {
    int slot = lookup(tuple);
    return slot < 0 ? null : table.at(slot);
  }

  /** Whether a tuple is the reply of its flow; only for one that {@link #find} finds. */
  public boolean isReply(Tuple tuple) {
    return table.direction(table.find(tuple)) == 1;
  }

  /** Forgets a flow. */
  public void kill(Flow flow) {
    flow.status |= NewConntrack.DYING;
    if (flow.inTable) {
      flow.inTable = false;
      table.remove(flow);
      events.happened(FlowEvents.Kind.DESTROY, flow);
    }
  }

  /** Forgets all flows of a kind. */
  public void killIf(Predicate<Flow> condition) {
    for (Flow flow : flows()) {
      if (condition.test(flow)) {
        kill(flow);
      }
    }
  }

  /** The flows that have not timed out, oldest first. */
  public List<Flow> flows() {
    long now = now();
    List<Flow> flows = new ArrayList<>(table.size());
    table.forEach(
        flow -> {
          if (flow.expires > now) {
            flows.add(flow);
          }
        });
    flows.sort(Comparator.comparingLong(flow -> flow.born));
    return flows;
  }

  private void sweep() {
    long now = now();
    List<Flow> dead = new ArrayList<>();
    table.forEach(
        flow -> {
          if (flow.expires <= now) {
            dead.add(flow);
          }
        });
    dead.sort(Comparator.comparingLong(flow -> flow.born));
    dead.forEach(this::kill);
    if (table.size() > 0) {
      sweep.arm(SWEEP_INTERVAL);
    }
  }

  /** Whether packets are counted per flow. */
  public boolean accounts() {
    return accounting;
  }

  /** Forgets all flows and stops the clockwork. */
  public void close() {
    sweep.cancel();
  }
}
