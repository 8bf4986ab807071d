package dev.dejima.netstack.netfilter.synproxy;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.TcpView;
import java.util.Arrays;

/** Makes the segments that a SYN proxy sends in the name of others. */
final class Segments {
  private final NetfilterHost host;

  Segments(NetfilterHost host) {
    this.host = host;
  }

  /** What a segment says beside its ends and options. */
  record Fields(int seq, int ack, int flags, int window) {}

  /**
   * A segment between the two ends of another.
   *
   * @param reversed whether it goes where that came from
   */
  Packet make(Packet other, boolean reversed, Fields fields, SynOptions options) {
    boolean v4 = other.etherType == EtherType.IPV4;
    int header = v4 ? Ipv4View.LENGTH : Ipv6View.LENGTH;
    Packet packet = host.packets().allocate(header + TcpView.LENGTH + options.size());
    byte[] bytes = packet.bytes;
    Arrays.fill(bytes, packet.network, packet.end, (byte) 0);
    packet.etherType = other.etherType;
    packet.protocol = IpProtocol.TCP;
    packet.transport = packet.network + header;
    if (v4) {
      ipv4(packet, other, reversed);
    } else {
      ipv6(packet, other, reversed);
    }
    int ports = get32(other.bytes, other.transport);
    int at = packet.transport;
    put32(bytes, at, reversed ? Integer.rotateLeft(ports, 16) : ports);
    put32(bytes, at + TcpView.SEQUENCE, fields.seq);
    put32(bytes, at + TcpView.ACKNOWLEDGMENT, fields.ack);
    put8(bytes, at + TcpView.DATA_OFFSET, (TcpView.LENGTH + options.size()) / 4 << 4);
    put8(bytes, at + TcpView.FLAGS, fields.flags);
    put16(bytes, at + TcpView.WINDOW, fields.window);
    options.write(bytes, at + TcpView.LENGTH);
    put16(bytes, at + TcpView.CHECKSUM, Checksum.finish(sum(packet)));
    packet.checksumVerified = true;
    return packet;
  }

  private static void ipv4(Packet packet, Packet other, boolean reversed) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    int source = get32(other.bytes, other.network + Ipv4View.SOURCE);
    int destination = get32(other.bytes, other.network + Ipv4View.DESTINATION);
    put8(bytes, at, 0x45);
    put16(bytes, at + Ipv4View.TOTAL_LENGTH, packet.length());
    put16(bytes, at + Ipv4View.FRAGMENT, Ipv4View.DONT_FRAGMENT);
    put8(bytes, at + Ipv4View.PROTOCOL, IpProtocol.TCP);
    put32(bytes, at + Ipv4View.SOURCE, reversed ? destination : source);
    put32(bytes, at + Ipv4View.DESTINATION, reversed ? source : destination);
  }

  private static void ipv6(Packet packet, Packet other, boolean reversed) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    put8(bytes, at, 0x60);
    put16(bytes, at + Ipv6View.PAYLOAD_LENGTH, packet.length() - Ipv6View.LENGTH);
    put8(bytes, at + Ipv6View.NEXT_HEADER, IpProtocol.TCP);
    int from = other.network + Ipv6View.SOURCE;
    int to = other.network + Ipv6View.DESTINATION;
    System.arraycopy(other.bytes, reversed ? to : from, bytes, at + Ipv6View.SOURCE, 16);
    System.arraycopy(other.bytes, reversed ? from : to, bytes, at + Ipv6View.DESTINATION, 16);
  }

  private static long sum(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    int length = packet.transportLength();
    long pseudo =
        packet.etherType == EtherType.IPV4
            ? Checksum.pseudo(
                get32(bytes, at + Ipv4View.SOURCE),
                get32(bytes, at + Ipv4View.DESTINATION),
                IpProtocol.TCP,
                length)
            : Checksum.pseudo(
                get64(bytes, at + Ipv6View.SOURCE),
                get64(bytes, at + Ipv6View.SOURCE + 8),
                get64(bytes, at + Ipv6View.DESTINATION),
                get64(bytes, at + Ipv6View.DESTINATION + 8),
                IpProtocol.TCP,
                length);
    return pseudo + Checksum.sum(bytes, packet.transport, packet.end);
  }

  /** Whether a segment is undamaged, which is looked at once ({@code nf_checksum}). */
  static boolean isIntact(Packet packet) {
    if (!packet.checksumVerified) {
      packet.checksumVerified = Checksum.isValid(sum(packet));
    }
    return packet.checksumVerified;
  }

  /** Makes an answer part of the flow of what it answers. */
  static void belongs(Packet answer, Packet other) {
    if (other.flow != null) {
      answer.flow = other.flow;
      answer.ctInfo = Packet.CT_ESTABLISHED + Packet.CT_REPLY;
    }
  }

  void send(Packet packet) {
    host.sender().send(packet);
  }
}
