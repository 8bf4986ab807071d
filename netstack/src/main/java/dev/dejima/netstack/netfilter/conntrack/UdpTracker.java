package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.NetworkOrder;

/** UDP and UDP-Lite ({@code nf_conntrack_proto_udp.c}). */
final class UdpTracker implements Tracker {
  static final int UDP = 17;
  static final int UDPLITE = 136;
  private static final int HEADER = 8;

  private final Timeouts timeouts;
  private final PacketChecksum checksum;

  UdpTracker(Timeouts timeouts, PacketChecksum checksum) {
    this.timeouts = timeouts;
    this.checksum = checksum;
  }

  @Override
  public Outcome track(
      Flow flow, int direction, HookNumber hook, int version, Packet packet, long now) {
    boolean lite = packet.protocol == UDPLITE;
    if (packet.transportLength() < HEADER
        || !(lite ? isLiteSound(hook, version, packet) : isSound(hook, version, packet))) {
      return Outcome.INVALID;
    }
    int[] seconds = Timeouts.of(flow, timeouts.udp);
    if (!flow.isConfirmed()) {
      flow.streamFrom = now + 2 * SECOND;
    }
    if (!flow.has(NewConntrack.SEEN_REPLY)) {
      Tracker.refresh(flow, seconds[Timeouts.UNREPLIED], now);
      return Outcome.ACCEPT;
    }
    boolean stream = lite || now > flow.streamFrom;
    Tracker.refresh(flow, seconds[stream ? Timeouts.REPLIED : Timeouts.UNREPLIED], now);
    if (stream) {
      flow.note(NewConntrack.ASSURED, FlowEvents.ASSURED);
    }
    return Outcome.ACCEPT;
  }

  private boolean isSound(HookNumber hook, int version, Packet packet) {
    int length = NetworkOrder.get16(packet.bytes, packet.transport + 4);
    boolean unchecked = NetworkOrder.get16(packet.bytes, packet.transport + 6) == 0;
    return length >= HEADER
        && length <= packet.transportLength()
        && (unchecked || checksum.isRight(hook, version, packet));
  }

  private boolean isLiteSound(HookNumber hook, int version, Packet packet) {
    int there = packet.transportLength();
    int told = NetworkOrder.get16(packet.bytes, packet.transport + 4);
    int covered = told == 0 ? there : told;
    return covered >= HEADER
        && covered <= there
        && NetworkOrder.get16(packet.bytes, packet.transport + 6) != 0
        && checksum.isRight(hook, version, packet, covered);
  }
}
