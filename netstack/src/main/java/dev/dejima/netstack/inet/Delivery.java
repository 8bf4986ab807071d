package dev.dejima.netstack.inet;

import static dev.dejima.packet.NetworkOrder.get16;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.EndEvent.Taker;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.NetworkOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells who listens whom packets of this host were for. */
public final class Delivery {
  private Delivery() {}

  /** Shows a packet to its transport: what that makes meanwhile, it makes because of the packet. */
  public static void show(Packet packet, Transport transport) {
    PacketPath path = packet.path;
    if (path == null) {
      transport.input(packet);
      return;
    }
    path.log().handling(path);
    transport.input(packet);
    path.log().handling(null);
  }

  /** Somebody takes a packet; nothing is said of one that nobody follows. */
  public static void tell(Packet packet, Taker taker, @Nullable Endpoint local) {
    PacketPath path = packet.path;
    if (path != null) {
      path.tell(new EndEvent.Delivered(path.now(), tuple(packet), taker, local));
    }
  }

  /** Nobody takes a packet of a port. */
  public static void unclaimed(Packet packet, PacketPath path, List<Endpoint> elsewhere) {
    path.tell(new EndEvent.Unclaimed(path.now(), tuple(packet), elsewhere));
  }

  /** A packet as it is, in the words of connection tracking. */
  public static ConntrackTuple tuple(Packet packet) {
    boolean four = packet.etherType == EtherType.IPV4;
    int at = packet.network;
    return tuple(
        packet,
        address(packet, four, at + (four ? Ipv4View.SOURCE : Ipv6View.SOURCE)),
        address(packet, four, at + (four ? Ipv4View.DESTINATION : Ipv6View.DESTINATION)));
  }

  private static ConntrackTuple tuple(Packet packet, IpAddress source, IpAddress destination) {
    int at = packet.transport;
    boolean there = !packet.laterFragment && packet.transportLength() >= 4;
    boolean icmp = packet.protocol == IpProtocol.ICMP || packet.protocol == IpProtocol.ICMPV6;
    if (icmp) {
      int kind = there ? get16(packet.bytes, at) : 0;
      int id = packet.transportLength() >= 6 ? get16(packet.bytes, at + 4) : 0;
      return new ConntrackTuple(source, destination, packet.protocol, id, kind);
    }
    boolean ports =
        there
            && switch (packet.protocol) {
              case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP -> true;
              default -> false;
            };
    return new ConntrackTuple(
        source,
        destination,
        packet.protocol,
        ports ? get16(packet.bytes, at) : 0,
        ports ? get16(packet.bytes, at + 2) : 0);
  }

  private static IpAddress address(Packet packet, boolean four, int at) {
    return four
        ? new Ipv4Address(NetworkOrder.get32(packet.bytes, at))
        : new Ipv6Address(
            NetworkOrder.get64(packet.bytes, at), NetworkOrder.get64(packet.bytes, at + 8));
  }
}
