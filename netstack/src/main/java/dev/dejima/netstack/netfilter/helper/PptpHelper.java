package dev.dejima.netstack.netfilter.helper;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.GreTracker;
import dev.dejima.netstack.netfilter.conntrack.Helper;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.nat.Mangler;
import dev.dejima.netstack.netfilter.nat.NatBounds;
import dev.dejima.nft.expr.NatRange;
import java.util.List;

/**
 * PPTP (RFC 2637): a call that a control connection announces is carried by GRE, whose packets name
 * the receiver's call id ({@code nf_conntrack_pptp.c}). Where the connection is translated, the
 * client's call id becomes its translated port ({@code nf_nat_pptp.c}).
 *
 * <p>The client is the PNS, the server the PAC.
 */
final class PptpHelper implements Helper, Expectation.Arrival {
  private static final int TCP = 6;
  private static final int GRE = 47;
  private static final int HEADER = 12;
  private static final int CONTROL = 1;
  private static final int MAGIC = 0x1a2b3c4d;

  private static final int START_REQUEST = 1;
  private static final int START_REPLY = 2;
  private static final int STOP_REQUEST = 3;
  private static final int STOP_REPLY = 4;
  private static final int OUT_CALL_REQUEST = 7;
  private static final int OUT_CALL_REPLY = 8;
  private static final int IN_CALL_REQUEST = 9;
  private static final int IN_CALL_REPLY = 10;
  private static final int IN_CALL_CONNECT = 11;
  private static final int CLEAR_REQUEST = 12;
  private static final int DISCONNECT_NOTIFY = 13;
  private static final int WAN_ERROR_NOTIFY = 14;
  private static final int SET_LINK_INFO = 15;

  /** Octets behind the header, by message. */
  private static final int[] LENGTHS = {
    0, 144, 144, 4, 4, 0, 0, 156, 20, 208, 12, 16, 4, 136, 28, 12
  };

  private static final int SUCCESS = 1;

  /** How far the control connection is; the order counts. */
  private enum Session {
    NONE,
    ERROR,
    STOPPING,
    REQUESTED,
    CONFIRMED
  }

  private enum Call {
    NONE,
    OUT_REQUESTED,
    OUT_CONFIRMED,
    IN_REQUESTED,
    IN_REPLIED,
    IN_CONFIRMED,
    CLEARING
  }

  /** What is kept of a control connection. */
  private static final class State {
    Session session = Session.NONE;
    Call call = Call.NONE;

    /** The client's call id, as the server knows it. */
    int client;

    /** The server's call id. */
    int server;

    /** The client's call id, as itself knows it, where it is translated. */
    int trueClient;

    /** The server's call id, when it was announced. */
    int trueServer;
  }

  private final Announcement announcement;

  PptpHelper(Announcement announcement) {
    this.announcement = announcement;
  }

  @Override
  public String name() {
    return "pptp";
  }

  @Override
  public int protocol() {
    return TCP;
  }

  @Override
  public List<Policy> policies() {
    return List.of(new Policy(2, 300));
  }

  @Override
  public boolean help(Packet packet, Flow flow) {
    int begin = Mangler.data(packet);
    if (!Announcement.isEstablished(packet)
        || packet.end - begin < HEADER
        || get16(packet.bytes, begin + 2) != CONTROL
        || get32(packet.bytes, begin + 4) != MAGIC) {
      return true;
    }
    int message = get16(packet.bytes, begin + 8);
    int body = begin + HEADER;
    if (message < LENGTHS.length && packet.end - body < LENGTHS[message]) {
      return true;
    }
    State state = flow.helperState instanceof State known ? known : new State();
    flow.helperState = state;
    boolean outbound = Conntrack.direction(packet) == 0;
    boolean valid =
        outbound
            ? outbound(state, message, packet.bytes, body)
            : inbound(flow, state, message, packet.bytes, body);
    if (!valid || !Announcement.isTranslated(flow)) {
      return true;
    }
    return outbound
        ? rewriteClient(packet, flow, state, message)
        : rewritePeer(packet, flow, state, message);
  }

  /** A message of the client; false if it does not belong there. */
  private static boolean outbound(State state, int message, byte[] bytes, int body) {
    switch (message) {
      case START_REQUEST -> {
        if (state.session != Session.NONE) {
          return false;
        }
        state.session = Session.REQUESTED;
      }
      case STOP_REQUEST -> state.session = Session.STOPPING;
      case OUT_CALL_REQUEST -> {
        if (state.session != Session.CONFIRMED) {
          return false;
        }
        state.call = Call.OUT_REQUESTED;
        state.client = get16(bytes, body);
      }
      case IN_CALL_REPLY -> {
        boolean asked = state.call == Call.IN_REQUESTED || state.call == Call.IN_REPLIED;
        if (!asked || state.server != get16(bytes, body + 2)) {
          return false;
        }
        if (bytes[body + 4] == SUCCESS) {
          state.call = Call.IN_REPLIED;
          state.client = get16(bytes, body);
        } else {
          state.call = Call.NONE;
        }
      }
      case CLEAR_REQUEST -> {
        if (state.session != Session.CONFIRMED) {
          return false;
        }
        state.call = Call.CLEARING;
      }
      case SET_LINK_INFO, 5, 6 -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A message of the server; false if it does not belong there. */
  private boolean inbound(Flow flow, State state, int message, byte[] bytes, int body) {
    switch (message) {
      case START_REPLY -> {
        if (state.session.compareTo(Session.REQUESTED) < 0) {
          return false;
        }
        state.session = bytes[body + 2] == SUCCESS ? Session.CONFIRMED : Session.ERROR;
      }
      case STOP_REPLY -> {
        if (state.session.compareTo(Session.STOPPING) > 0) {
          return false;
        }
        state.session = bytes[body] == SUCCESS ? Session.NONE : Session.ERROR;
      }
      case OUT_CALL_REPLY -> {
        boolean asked = state.call == Call.OUT_REQUESTED || state.call == Call.OUT_CONFIRMED;
        if (state.session != Session.CONFIRMED
            || !asked
            || state.client != get16(bytes, body + 2)) {
          return false;
        }
        if (bytes[body + 4] == SUCCESS) {
          state.call = Call.OUT_CONFIRMED;
          state.server = get16(bytes, body);
          expect(flow, state);
        } else {
          state.call = Call.NONE;
        }
      }
      case IN_CALL_REQUEST -> {
        if (state.session != Session.CONFIRMED) {
          return false;
        }
        state.call = Call.IN_REQUESTED;
        state.server = get16(bytes, body);
      }
      case IN_CALL_CONNECT -> {
        boolean asked = state.call == Call.IN_REPLIED || state.call == Call.IN_CONFIRMED;
        if (state.session != Session.CONFIRMED || !asked || state.client != get16(bytes, body)) {
          return false;
        }
        state.call = Call.IN_CONFIRMED;
        expect(flow, state);
      }
      case DISCONNECT_NOTIFY -> {
        state.call = Call.NONE;
        hangUp(flow, state);
      }
      case WAN_ERROR_NOTIFY, SET_LINK_INFO, 5, 6 -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Expects the call's packets, both ways, and notes its ids. */
  private void expect(Flow flow, State state) {
    Expectation out = new Expectation(flow);
    out.expect(0, flow.original, flow.original, GRE, state.client, state.server);
    Expectation in = new Expectation(flow);
    in.expect(0, flow.reply, flow.reply, GRE, state.server, state.client);
    in.direction = 1;
    out.arrival = this;
    in.arrival = this;
    if (Announcement.isTranslated(flow)) {
      state.trueServer = state.server;
      out.savedPort = state.client;
      out.tuple.sourcePort = state.trueClient;
      in.savedPort = state.trueClient;
      in.tuple.sourcePort = state.trueServer;
    }
    if (announcement.expectations().add(out) != null) {
      return;
    }
    GreTracker calls = announcement.conntrack().calls();
    if (announcement.expectations().add(in) != null) {
      announcement.expectations().remove(out);
    } else if (calls.add(flow, 0, out.tuple) != null || calls.add(flow, 1, in.tuple) != null) {
      announcement.expectations().remove(out);
      announcement.expectations().remove(in);
    }
  }

  /** Ends a call: what carries it, or is expected to. */
  private void hangUp(Flow flow, State state) {
    announcement.conntrack().calls().forget(flow);
    end(flow.original, state.client, state.server);
    end(flow.reply, state.server, state.client);
  }

  private void end(Tuple way, int sender, int receiver) {
    Tuple call = call(way, sender, receiver);
    Flow carrier = announcement.conntrack().find(call);
    if (carrier != null) {
      announcement.conntrack().kill(carrier);
      return;
    }
    Expectation expected = announcement.expectations().find(call);
    if (expected != null) {
      announcement.expectations().remove(expected);
    }
  }

  private static Tuple call(Tuple way, int sender, int receiver) {
    Tuple call = way.copy();
    call.protocol = GRE;
    call.sourcePort = sender;
    call.destinationPort = receiver;
    return call;
  }

  @Override
  public void forget(Flow flow) {
    if (flow.helperState instanceof State state) {
      hangUp(flow, state);
    }
  }

  /** The client's call id becomes the port that its connection is translated to. */
  private static boolean rewriteClient(Packet packet, Flow flow, State state, int message) {
    int offset =
        switch (message) {
          case OUT_CALL_REQUEST, IN_CALL_REPLY, CLEAR_REQUEST -> HEADER;
          default -> -1;
        };
    if (offset < 0) {
      return true;
    }
    if (message == OUT_CALL_REQUEST) {
      state.trueClient = state.client;
      state.client = flow.reply.destinationPort;
    }
    return rewrite(packet, flow, offset, state.client);
  }

  /** What the server calls the client's call id becomes what the client knows. */
  private static boolean rewritePeer(Packet packet, Flow flow, State state, int message) {
    int offset =
        switch (message) {
          case OUT_CALL_REPLY -> HEADER + 2;
          case IN_CALL_CONNECT, WAN_ERROR_NOTIFY, DISCONNECT_NOTIFY, SET_LINK_INFO -> HEADER;
          default -> -1;
        };
    return offset < 0 || rewrite(packet, flow, offset, state.trueClient);
  }

  private static boolean rewrite(Packet packet, Flow flow, int offset, int id) {
    byte[] text = {(byte) (id >> 8), (byte) id};
    return Mangler.replace(packet, flow, flow.original.version, offset, text.length, text);
  }

  /** Of a call's two directions one has come: the other is its answer, and expected no more. */
  @Override
  public void arrived(Flow flow, Expectation expectation) {
    Flow master = expectation.master;
    if (!Announcement.isTranslated(master) || !(master.helperState instanceof State state)) {
      Tuple inverse = new Tuple();
      inverse.setInverse(expectation.tuple);
      forgetOther(inverse);
      return;
    }
    boolean outbound = expectation.direction == 0;
    Tuple other = master.tuple(1 - expectation.direction);
    forgetOther(
        outbound
            ? call(other, state.server, state.client)
            : call(other, state.trueClient, state.trueServer));
    int port = expectation.savedPort;
    setUp(flow, other.destinationHigh, other.destinationLow, outbound ? port : 0, true);
    setUp(flow, other.sourceHigh, other.sourceLow, outbound ? 0 : port, false);
  }

  private void forgetOther(Tuple tuple) {
    Expectation other = announcement.expectations().find(tuple);
    if (other != null) {
      announcement.expectations().remove(other);
    }
  }

  private void setUp(Flow flow, long high, long low, int key, boolean source) {
    int flags = NatRange.MAP_IPS | (key == 0 ? 0 : NatRange.PROTO_SPECIFIED);
    announcement.nat().setUp(flow, new NatBounds(high, low, high, low, key, key, flags), source);
  }
}
