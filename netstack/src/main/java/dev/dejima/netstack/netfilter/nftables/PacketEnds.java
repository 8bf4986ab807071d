package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.NetworkOrder;

/** Whence and whither packets with ports go. */
final class PacketEnds {
  private PacketEnds() {}

  static Endpoint source(Evaluation e) {
    return end(e, 0);
  }

  static Endpoint destination(Evaluation e) {
    return end(e, 1);
  }

  private static Endpoint end(Evaluation e, int side) {
    Packet packet = e.packet;
    return end(packet.bytes, e.version(), packet.network, packet.transport, side);
  }

  /** Source (0) or destination (1) of the packet whose headers are there. */
  static Endpoint end(byte[] bytes, int version, int network, int transport, int side) {
    IpAddress address =
        version == 4
            ? new Ipv4Address(NetworkOrder.get32(bytes, network + 12 + 4 * side))
            : new Ipv6Address(
                NetworkOrder.get64(bytes, network + 8 + 16 * side),
                NetworkOrder.get64(bytes, network + 16 + 16 * side));
    return new Endpoint(address, NetworkOrder.get16(bytes, transport + 2 * side));
  }
}
