package dev.dejima.netstack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get48;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put48;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.link.BridgePort;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.Family;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.UdpView;

/**
 * Answers to frames that have not been routed, in the name of whom they are for: they go back where
 * the frame came from (net/ipv4/netfilter/nf_reject_ipv4.c, net/ipv6/netfilter/nf_reject_ipv6.c,
 * net/bridge/netfilter/nft_reject_bridge.c).
 */
record FrameAnswers(PacketPool packets, Ipv4 ipv4, Ipv6 ipv6) {
  /** Octets of the packet that are quoted at most. */
  private static final int QUOTED_4 = 536;

  private static final int QUOTED_6 = 1220;

  void unreachable(Packet packet, Family place, NetDevice in, int code) {
    boolean four = packet.etherType == EtherType.IPV4;
    if (packet.laterFragment || isUnreachable(packet) || !isIntact(packet)) {
      return;
    }
    int quoted = Math.min(packet.length(), four ? QUOTED_4 : QUOTED_6);
    Packet answer = packets.allocate(IcmpView.LENGTH + quoted);
    if (packet.path != null) {
      answer.path = packet.path.derive(DeviceEvent.Origin.ICMP_ERROR);
    }
    int at = answer.transport;
    put8(
        answer.bytes,
        at,
        four ? IcmpType.DESTINATION_UNREACHABLE : Icmpv6Type.DESTINATION_UNREACHABLE);
    put8(answer.bytes, at + 1, code);
    put16(answer.bytes, at + IcmpView.CHECKSUM, 0);
    put32(answer.bytes, at + IcmpView.REST, 0);
    System.arraycopy(packet.bytes, packet.network, answer.bytes, at + IcmpView.LENGTH, quoted);
    long sum = Checksum.sum(answer.bytes, at, answer.end);
    if (!four) {
      sum += pseudo(packet, IpProtocol.ICMPV6, answer.transportLength());
    }
    put16(answer.bytes, at + IcmpView.CHECKSUM, Checksum.finish(sum));
    send(answer, packet, four ? IpProtocol.ICMP : IpProtocol.ICMPV6, place, in);
  }

  void reset(Packet packet, Family place, NetDevice in) {
    if (!Resets.mayAnswer(packet) || !isIntact(packet)) {
      return;
    }
    Packet answer = Resets.segment(packets, packet, destination(packet), source(packet));
    send(answer, packet, IpProtocol.TCP, place, in);
  }

  private static boolean isUnreachable(Packet packet) {
    return packet.transportLength() > 0
        && switch (packet.protocol) {
          case IpProtocol.ICMP ->
              packet.etherType == EtherType.IPV4
                  && get8(packet.bytes, packet.transport) == IcmpType.DESTINATION_UNREACHABLE;
          case IpProtocol.ICMPV6 ->
              packet.etherType == EtherType.IPV6
                  && get8(packet.bytes, packet.transport) == Icmpv6Type.DESTINATION_UNREACHABLE;
          default -> false;
        };
  }

  /** Whether its checksum is right, where it is one over all of the payload. */
  private static boolean isIntact(Packet packet) {
    if (packet.checksumVerified) {
      return true;
    }
    int end = packet.transport + payloadLength(packet);
    long sum = Checksum.sum(packet.bytes, packet.transport, end);
    return switch (packet.protocol) {
      case IpProtocol.ICMP -> Checksum.isValid(sum);
      case IpProtocol.TCP, IpProtocol.ICMPV6 ->
          Checksum.isValid(sum + pseudo(packet, packet.protocol, payloadLength(packet)));
      case IpProtocol.UDP ->
          packet.transportLength() >= UdpView.LENGTH
                  && get16(packet.bytes, packet.transport + UdpView.CHECKSUM) == 0
              || Checksum.isValid(sum + pseudo(packet, packet.protocol, payloadLength(packet)));
      default -> true;
    };
  }

  /** Octets from the transport header to the end that the IP header tells: frames are padded. */
  private static int payloadLength(Packet packet) {
    int network = packet.network;
    int total =
        packet.etherType == EtherType.IPV4
            ? get16(packet.bytes, network + Ipv4View.TOTAL_LENGTH)
            : Ipv6View.LENGTH + get16(packet.bytes, network + Ipv6View.PAYLOAD_LENGTH);
    return Math.min(packet.end, network + total) - packet.transport;
  }

  private static long pseudo(Packet packet, int protocol, int length) {
    return Checksum.pseudo(source(packet), destination(packet), protocol, length);
  }

  private static IpAddress source(Packet packet) {
    return packet.etherType == EtherType.IPV4
        ? address4(packet, Ipv4View.SOURCE)
        : address6(packet, Ipv6View.SOURCE);
  }

  private static IpAddress destination(Packet packet) {
    return packet.etherType == EtherType.IPV4
        ? address4(packet, Ipv4View.DESTINATION)
        : address6(packet, Ipv6View.DESTINATION);
  }

  private static IpAddress address4(Packet packet, int offset) {
    return new Ipv4Address(get32(packet.bytes, packet.network + offset));
  }

  private static IpAddress address6(Packet packet, int offset) {
    int at = packet.network + offset;
    return new Ipv6Address(get64(packet.bytes, at), get64(packet.bytes, at + 8));
  }

  private void send(Packet answer, Packet packet, int protocol, Family place, NetDevice in) {
    if (packet.etherType == EtherType.IPV4) {
      header4(answer, packet, protocol);
    } else {
      header6(answer, packet, protocol);
    }
    link(answer, packet);
    BridgePort port = in.port();
    if (place != Family.BRIDGE) {
      in.transmit(answer);
    } else if (port != null) {
      port.bridge().sendBy(answer, port);
    } else {
      answer.release();
    }
  }

  private void header4(Packet answer, Packet packet, int protocol) {
    byte[] bytes = answer.bytes;
    int at = answer.transport - Ipv4View.LENGTH;
    answer.network = at;
    answer.etherType = EtherType.IPV4;
    answer.protocol = protocol;
    put16(bytes, at, 0x4500);
    put16(bytes, at + Ipv4View.TOTAL_LENGTH, answer.length());
    put16(bytes, at + Ipv4View.IDENTIFICATION, 0);
    put16(bytes, at + Ipv4View.FRAGMENT, Ipv4View.DONT_FRAGMENT);
    put8(bytes, at + Ipv4View.TTL, ipv4.settings().defaultTtl);
    put8(bytes, at + Ipv4View.PROTOCOL, protocol);
    put16(bytes, at + Ipv4View.CHECKSUM, 0);
    System.arraycopy(
        packet.bytes, packet.network + Ipv4View.DESTINATION, bytes, at + Ipv4View.SOURCE, 4);
    System.arraycopy(
        packet.bytes, packet.network + Ipv4View.SOURCE, bytes, at + Ipv4View.DESTINATION, 4);
    put16(bytes, at + Ipv4View.CHECKSUM, Checksum.of(bytes, at, answer.transport));
  }

  private void header6(Packet answer, Packet packet, int protocol) {
    byte[] bytes = answer.bytes;
    int at = answer.transport - Ipv6View.LENGTH;
    answer.network = at;
    answer.etherType = EtherType.IPV6;
    answer.protocol = protocol;
    put32(bytes, at, 0x6000_0000);
    put16(bytes, at + Ipv6View.PAYLOAD_LENGTH, answer.transportLength());
    put8(bytes, at + Ipv6View.NEXT_HEADER, protocol);
    put8(bytes, at + Ipv6View.HOP_LIMIT, ipv6.hopLimit());
    System.arraycopy(
        packet.bytes, packet.network + Ipv6View.DESTINATION, bytes, at + Ipv6View.SOURCE, 16);
    System.arraycopy(
        packet.bytes, packet.network + Ipv6View.SOURCE, bytes, at + Ipv6View.DESTINATION, 16);
  }

  /** The frame's own header, tag and all, with the addresses exchanged. */
  private static void link(Packet answer, Packet packet) {
    int length = packet.network - packet.link;
    answer.link = answer.network - length;
    System.arraycopy(packet.bytes, packet.link, answer.bytes, answer.link, length);
    long source = get48(packet.bytes, packet.link + EthernetView.SOURCE);
    put48(answer.bytes, answer.link + EthernetView.SOURCE, get48(packet.bytes, packet.link));
    put48(answer.bytes, answer.link + EthernetView.DESTINATION, source);
  }
}
