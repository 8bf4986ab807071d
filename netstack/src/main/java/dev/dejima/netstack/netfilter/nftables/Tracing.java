package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/** Makes the events of traces ({@code nf_tables_trace.c}). */
final class Tracing {
  private static final int LINK_OCTETS = 20;
  private static final int NETWORK_OCTETS = 40;
  private static final int TRANSPORT_OCTETS = 20;

  private Tracing() {}

  static TraceEvent event(
      Evaluation e,
      Chain base,
      Chain chain,
      long handle,
      @Nullable Decision decision,
      TraceEvent.Type type,
      boolean headers) {
    Packet packet = e.packet;
    if (packet.traceId == 0) {
      packet.traceId = e.environment.random().nextInt() | 1;
    }
    Verdict policy = base.policy == Verdict.Code.DROP ? Verdict.DROP : Verdict.ACCEPT;
    return new TraceEvent(
        chain.table.family,
        chain.table.name,
        chain.name,
        packet.traceId,
        type,
        handle,
        decision == null ? null : decision.told(),
        type == TraceEvent.Type.POLICY ? policy : null,
        packet.mark,
        e.place,
        headers ? index(e.in) : 0,
        headers && e.in != null ? e.in.hardwareType() : 0,
        headers ? index(e.out) : 0,
        headers ? tracked(packet) : null,
        headers && e.in != null
            ? octets(packet, packet.link, packet.network, LINK_OCTETS)
            : Bytes.EMPTY,
        headers ? octets(packet, packet.network, networkEnd(packet), NETWORK_OCTETS) : Bytes.EMPTY,
        headers && !packet.laterFragment
            ? octets(packet, packet.transport, packet.end, TRANSPORT_OCTETS)
            : Bytes.EMPTY);
  }

  /**
   * As {@code nf_trace_fill_ct_info}: what was not seen by tracking, or is invalid, is not told.
   */
  private static TraceEvent.@Nullable Tracked tracked(Packet packet) {
    Flow flow = packet.flow;
    if (flow != null) {
      return new TraceEvent.Tracked(
          CtStep.state(packet),
          new TraceEvent.Connection(flow.id, Conntrack.direction(packet), flow.status));
    }
    return packet.ctInfo == Packet.CT_UNTRACKED
        ? new TraceEvent.Tracked(CtStep.state(packet), null)
        : null;
  }

  private static int networkEnd(Packet packet) {
    return packet.laterFragment ? packet.end : packet.transport;
  }

  private static int index(@Nullable Device device) {
    return device == null ? 0 : device.index();
  }

  private static Bytes octets(Packet packet, int from, int to, int most) {
    return Bytes.of(packet.bytes, from, Math.min(to - from, most));
  }
}
