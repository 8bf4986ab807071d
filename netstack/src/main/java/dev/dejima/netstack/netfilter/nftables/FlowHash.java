package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.JenkinsHash;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.NetworkOrder;

/** Hashes of flows ({@code nft_symhash_eval}). */
final class FlowHash {
  /** Protocol, two addresses of either version, two ports. */
  private static final int KEY_LENGTH = 40;

  private FlowHash() {}

  /**
   * Equal for both directions of a flow. Linux keys this hash with a secret that it draws when it
   * boots; so does this kernel, so that only the symmetry can be relied upon.
   */
  static Step of(Symhash hash, int target) {
    byte[] key = new byte[KEY_LENGTH];
    return e -> {
      fill(key, e.packet);
      int number = JenkinsHash.hash(key, 0, KEY_LENGTH, e.environment.hashSecret());
      Registers.setHostInt(
          e.registers, target, JenkinsHash.scale(number, hash.modulus()) + hash.offset());
      return Step.NEXT;
    };
  }

  /** The lower end first ({@code __flow_hash_consistentify}). */
  private static void fill(byte[] key, Packet packet) {
    byte[] bytes = packet.bytes;
    int network = packet.network;
    long sourceHigh = 0;
    long sourceLow = 0;
    long destinationHigh = 0;
    long destinationLow = 0;
    if (packet.etherType == EtherType.IPV4) {
      sourceLow = NetworkOrder.get32(bytes, network + 12) & 0xffff_ffffL;
      destinationLow = NetworkOrder.get32(bytes, network + 16) & 0xffff_ffffL;
    } else if (packet.etherType == EtherType.IPV6) {
      sourceHigh = NetworkOrder.get64(bytes, network + 8);
      sourceLow = NetworkOrder.get64(bytes, network + 16);
      destinationHigh = NetworkOrder.get64(bytes, network + 24);
      destinationLow = NetworkOrder.get64(bytes, network + 32);
    }
    int ports = ports(packet);
    int order = Long.compareUnsigned(sourceHigh, destinationHigh);
    order = order != 0 ? order : Long.compareUnsigned(sourceLow, destinationLow);
    order = order != 0 ? order : Integer.compare(ports >>> 16, ports & 0xffff);
    boolean swap = order > 0;
    NetworkOrder.put32(key, 0, packet.protocol);
    NetworkOrder.put64(key, 4, swap ? destinationHigh : sourceHigh);
    NetworkOrder.put64(key, 12, swap ? destinationLow : sourceLow);
    NetworkOrder.put64(key, 20, swap ? sourceHigh : destinationHigh);
    NetworkOrder.put64(key, 28, swap ? sourceLow : destinationLow);
    NetworkOrder.put32(key, 36, swap ? Integer.rotateLeft(ports, 16) : ports);
  }

  /** Source and destination port; 0 for protocols without, and for fragments. */
  private static int ports(Packet packet) {
    boolean ported =
        switch (packet.protocol) {
          case IpProtocol.TCP,
              IpProtocol.UDP,
              IpProtocol.UDPLITE,
              IpProtocol.SCTP,
              IpProtocol.DCCP ->
              true;
          default -> false;
        };
    return ported && packet.hasTransport() && packet.transportLength() >= 4
        ? NetworkOrder.get32(packet.bytes, packet.transport)
        : 0;
  }
}
