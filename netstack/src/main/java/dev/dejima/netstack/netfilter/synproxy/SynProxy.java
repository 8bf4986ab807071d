package dev.dejima.netstack.netfilter.synproxy;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowEvents;
import dev.dejima.netstack.netfilter.conntrack.SequenceAdjustment;
import dev.dejima.netstack.netfilter.conntrack.SynproxyTrack;
import dev.dejima.netstack.netfilter.conntrack.TcpTrack;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.TcpView;
import java.util.Objects;

/** The SYN proxy of a namespace. */
public final class SynProxy {
  private static final long MILLISECOND = 1_000_000L;

  /** What becomes of a segment. */
  public enum Outcome {
    /** It is not the proxy's affair. */
    PASSES,
    /** It is no segment of TCP. */
    OTHER,
    DROPPED,
    /** The proxy has answered it, and released it. */
    TAKEN
  }

  private final NetfilterHost host;
  private final SynCookies cookies;
  private final Segments segments;

  /** A proxy with a secret of its own. */
  public SynProxy(NetfilterHost host) {
    this.host = host;
    this.cookies = new SynCookies(host.random("syn cookies"));
    this.segments = new Segments(host);
  }

  private long now() {
    return host.loop().nanoTime();
  }

  private static int flags(Packet packet) {
    return packet.bytes[packet.transport + TcpView.FLAGS];
  }

  private static int seq(Packet packet) {
    return get32(packet.bytes, packet.transport + TcpView.SEQUENCE);
  }

  private static int ack(Packet packet) {
    return get32(packet.bytes, packet.transport + TcpView.ACKNOWLEDGMENT);
  }

  private static int window(Packet packet) {
    return get16(packet.bytes, packet.transport + TcpView.WINDOW);
  }

  // ---- rules

  /** A rule hands the proxy a segment ({@code nft_synproxy_do_eval}). */
  public Outcome answer(Synproxy announce, Packet packet) {
    if (packet.protocol != IpProtocol.TCP || packet.laterFragment) {
      return Outcome.OTHER;
    }
    SynOptions options = new SynOptions();
    if (packet.transportLength() < TcpView.LENGTH
        || !Segments.isIntact(packet)
        || !options.read(packet)) {
      return Outcome.DROPPED;
    }
    if ((flags(packet) & TcpView.SYN) != 0) {
      answerClient(announce, packet, options);
      packet.release();
      return Outcome.TAKEN;
    }
    if ((flags(packet) & TcpView.ACK) == 0) {
      return Outcome.PASSES;
    }
    return openServer(packet, options, seq(packet));
  }

  private void answerClient(Synproxy announce, Packet syn, SynOptions options) {
    options.present &= announce.flags();
    int mss = options.mss;
    options.mss = announce.mss();
    if (options.has(Synproxy.TIMESTAMP)) {
      options.hide(announce.wscale(), now() / MILLISECOND);
    } else {
      options.remove(Synproxy.WSCALE | Synproxy.SACK_PERM);
    }
    Packet answer =
        segments.make(
            syn,
            true,
            new Segments.Fields(
                cookies.make(syn, mss, now()), seq(syn) + 1, TcpView.SYN | TcpView.ACK, 0),
            options);
    Segments.belongs(answer, syn);
    segments.send(answer);
  }

  /** A client has acknowledged a cookie: now the server is asked. */
  private Outcome openServer(Packet ack, SynOptions options, int received) {
    int mss = cookies.check(ack, now());
    if (mss == 0) {
      return Outcome.DROPPED;
    }
    options.mss = mss;
    options.present |= Synproxy.MSS;
    if (options.has(Synproxy.TIMESTAMP)) {
      options.find();
    }
    // the acknowledgement number tells the hook behind which number the cookie was
    Packet syn =
        segments.make(
            ack,
            false,
            new Segments.Fields(received - 1, ack(ack) - 1, TcpView.SYN, window(ack)),
            options);
    syn.proxied = true;
    segments.send(syn);
    ack.release();
    return Outcome.TAKEN;
  }

  // ---- what passes

  /** Looks at what leaves, or comes for this host ({@code ipv4_synproxy_hook}). */
  public Outcome pass(Packet packet) {
    Flow flow = packet.flow;
    if (flow == null
        || flow.synproxy == null
        || flow.tcp == null
        || packet.protocol != IpProtocol.TCP // an error about one of the flow's segments
        || isOnLoopback(packet)) {
      return Outcome.PASSES;
    }
    if (packet.transportLength() < TcpView.LENGTH) {
      return Outcome.DROPPED;
    }
    SynproxyTrack track = flow.synproxy;
    int direction = Conntrack.direction(packet);
    boolean syn = (flags(packet) & TcpView.SYN) != 0;
    boolean ack = (flags(packet) & TcpView.ACK) != 0;
    switch (flow.tcp.phase()) {
      case CLOSED -> {
        if ((flags(packet) & TcpView.RST) != 0 && direction == 1) {
          begin(flow, direction, track.cookie - seq(packet) + 1);
        } else if (syn && !ack && direction == 0) {
          track.timestampOffset = 0;
          return opens(packet, flow, track, direction);
        }
      }
      case ASKED -> {
        return opens(packet, flow, track, direction);
      }
      case ANSWERED -> {
        if (syn && ack) {
          return connect(packet, flow, track, direction);
        }
      }
      case OTHER -> {}
    }
    return moved(packet, track, direction);
  }

  /**
   * Whether it came by lo; what goes out by it was looked at there ({@code nf_is_loopback_packet}).
   */
  private static boolean isOnLoopback(Packet packet) {
    return packet.in != null && packet.in.isLoopback();
  }

  private static void begin(Flow flow, int direction, int offset) {
    if (offset != 0) {
      SequenceAdjustment sequences = Objects.requireNonNull(flow.sequences);
      flow.status |= NewConntrack.SEQ_ADJUST;
      sequences.begin(direction, offset);
    }
  }

  /** Timestamps are moved too, once both are known. */
  private static Outcome moved(Packet packet, SynproxyTrack track, int direction) {
    if (track.timestampOffset != 0 && SynOptions.end(packet) <= packet.end) {
      SynOptions.move(packet, direction == 1, track.timestampOffset);
    }
    return Outcome.PASSES;
  }

  /** The SYN that asks the server, or a client that reminds of itself meanwhile. */
  private Outcome opens(Packet packet, Flow flow, SynproxyTrack track, int direction) {
    SynOptions options = new SynOptions();
    if (!options.read(packet)) {
      return Outcome.DROPPED;
    }
    boolean reminds =
        (flags(packet) & (TcpView.SYN | TcpView.ACK)) == TcpView.ACK && direction == 0;
    if (reminds) {
      // its number is one before the next, as keep-alives have it
      return openServer(packet, options, seq(packet) + 1);
    }
    track.cookie = ack(packet);
    if (options.has(Synproxy.TIMESTAMP)) {
      track.timestamp = options.echo;
    }
    flow.events |= FlowEvents.SYNPROXY;
    return moved(packet, track, direction);
  }

  /** The server has answered: it is acknowledged, and the client may send. */
  private Outcome connect(Packet packet, Flow flow, SynproxyTrack track, int direction) {
    SynOptions options = new SynOptions();
    if (!options.read(packet)) {
      return Outcome.DROPPED;
    }
    if (options.has(Synproxy.TIMESTAMP)) {
      track.timestampOffset = options.value - track.timestamp;
      flow.events |= FlowEvents.SYNPROXY;
    }
    options.remove(Synproxy.MSS | Synproxy.WSCALE | Synproxy.SACK_PERM);
    options.swapTimestamps();
    TcpTrack tcp = Objects.requireNonNull(flow.tcp);
    segments.send(
        segments.make(
            packet,
            true,
            new Segments.Fields(ack(packet), seq(packet) + 1, TcpView.ACK, tcp.originalMaxWindow()),
            options));
    begin(flow, direction, track.cookie - seq(packet));
    flow.events |= FlowEvents.SEQUENCE;
    options.swapTimestamps();
    Packet opening =
        segments.make(
            packet,
            false,
            new Segments.Fields(
                seq(packet) + 1, ack(packet), TcpView.ACK, window(packet) >> options.scale),
            options);
    Segments.belongs(opening, packet);
    segments.send(opening);
    packet.release();
    return Outcome.TAKEN;
  }
}
