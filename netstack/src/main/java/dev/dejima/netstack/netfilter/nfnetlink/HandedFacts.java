package dev.dejima.netstack.netfilter.nfnetlink;

import dev.dejima.kernel.netfilter.PacketFacts;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowMessages;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.EthernetView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What programs are told of packets. */
public final class HandedFacts {
  private static final int ADDRESS = 6;

  private final FlowMessages flows;

  HandedFacts(Conntrack conntrack) {
    this.flows = new FlowMessages(conntrack);
  }

  /** Where a packet is: whose hook, which, and between which devices. */
  public record Place(Family family, HookNumber hook, @Nullable Device in, @Nullable Device out) {}

  /**
   * What is told.
   *
   * @param time when the packet came; null where that is not told
   */
  PacketFacts of(Packet packet, Place place, @Nullable Instant time, boolean owner, boolean flow) {
    return new PacketFacts(
        place.family,
        place.hook,
        packet.etherType,
        index(place.in),
        index(place.out),
        packet.mark,
        place.in == null ? Bytes.EMPTY : sender(packet, place.in),
        time,
        owner && packet.local && !packet.ownerless
            ? new PacketFacts.Owner(packet.uid, packet.gid)
            : null,
        flow ? tracked(packet) : null);
  }

  private static int index(@Nullable Device device) {
    return device == null ? 0 : device.index();
  }

  private static Bytes sender(Packet packet, Device in) {
    if (in.isLoopback()) {
      return Bytes.of(new byte[ADDRESS]);
    }
    return packet.network - packet.link < EthernetView.LENGTH
        ? Bytes.EMPTY
        : Bytes.of(packet.bytes, packet.link + EthernetView.SOURCE, ADDRESS);
  }

  private PacketFacts.@Nullable Tracked tracked(Packet packet) {
    Flow flow = packet.flow;
    return flow == null ? null : new PacketFacts.Tracked(flows.listed(flow), packet.ctInfo);
  }
}
