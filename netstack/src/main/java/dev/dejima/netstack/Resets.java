package dev.dejima.netstack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.netstack.inet.Header;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.Internets;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.inet.Way;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.TcpView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * TCP resets that netfilter sends in the name of others (net/ipv4/netfilter/nf_reject_ipv4.c,
 * net/ipv6/netfilter/nf_reject_ipv6.c).
 */
record Resets(Internets internets, PacketPool packets) {
  /**
   * Resets what a packet belongs to.
   *
   * @return false if there is nothing to be reset, or no way back
   */
  boolean answer(Packet packet) {
    if (!mayAnswer(packet)) {
      return false;
    }
    Internet internet = packet.etherType == EtherType.IPV6 ? internets.six() : internets.four();
    IpAddress from = internet.destination(packet);
    IpAddress to = internet.source(packet);
    if (!packet.checksumVerified && !isIntact(packet, to, from)) {
      return false;
    }
    Way way;
    try {
      int source = get16(packet.bytes, packet.transport + TcpView.DESTINATION_PORT);
      int destination = get16(packet.bytes, packet.transport + TcpView.SOURCE_PORT);
      Selector selector = new Selector(0, 0, IpProtocol.TCP, source, destination);
      way = internet.wayFor(from, to, link(packet, to), selector);
    } catch (KernelException e) {
      return false;
    }
    Packet reset = segment(packets, packet, from, to);
    try {
      way.send(reset, new Header(IpProtocol.TCP, 0, 0, true, 0, false));
    } catch (KernelException e) {
      // The output hook dropped it, which is the ruleset's right.
    }
    return true;
  }

  private static @Nullable Device link(Packet packet, IpAddress to) {
    return to instanceof Ipv6Address six && six.isLinkLocal() ? packet.in : null;
  }

  /** Whether it is a whole segment of TCP, and none that resets. */
  static boolean mayAnswer(Packet packet) {
    return packet.protocol == IpProtocol.TCP
        && !packet.laterFragment
        && isWhole(packet)
        && (get8(packet.bytes, packet.transport + TcpView.FLAGS) & TcpView.RST) == 0;
  }

  private static boolean isWhole(Packet packet) {
    int there = packet.transportLength();
    return there >= TcpView.LENGTH && headerLength(packet) <= there;
  }

  private static boolean isIntact(Packet packet, IpAddress source, IpAddress destination) {
    return Checksum.isValid(
        Checksum.pseudo(source, destination, IpProtocol.TCP, packet.transportLength())
            + Checksum.sum(packet.bytes, packet.transport, packet.end));
  }

  private static int headerLength(Packet packet) {
    return (get8(packet.bytes, packet.transport + TcpView.DATA_OFFSET) >>> 4) * 4;
  }

  /** The segment that resets what a segment belongs to, without an IP header. */
  static Packet segment(PacketPool packets, Packet packet, IpAddress from, IpAddress to) {
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    int flags = get8(bytes, at + TcpView.FLAGS);
    Packet reset = packets.allocate(TcpView.LENGTH);
    byte[] out = reset.bytes;
    int start = reset.transport;
    Arrays.fill(out, start, reset.end, (byte) 0);
    put16(out, start + TcpView.SOURCE_PORT, get16(bytes, at + TcpView.DESTINATION_PORT));
    put16(out, start + TcpView.DESTINATION_PORT, get16(bytes, at + TcpView.SOURCE_PORT));
    put8(out, start + TcpView.DATA_OFFSET, TcpView.LENGTH / 4 << 4);
    if ((flags & TcpView.ACK) != 0) {
      put32(out, start + TcpView.SEQUENCE, get32(bytes, at + TcpView.ACKNOWLEDGMENT));
      put8(out, start + TcpView.FLAGS, TcpView.RST);
    } else {
      int length = packet.transportLength() - headerLength(packet);
      length += (flags & TcpView.SYN) != 0 ? 1 : 0;
      length += (flags & TcpView.FIN) != 0 ? 1 : 0;
      put32(out, start + TcpView.ACKNOWLEDGMENT, get32(bytes, at + TcpView.SEQUENCE) + length);
      put8(out, start + TcpView.FLAGS, TcpView.RST | TcpView.ACK);
    }
    long sum =
        Checksum.pseudo(from, to, IpProtocol.TCP, TcpView.LENGTH)
            + Checksum.sum(out, start, reset.end);
    put16(out, start + TcpView.CHECKSUM, Checksum.finish(sum));
    reset.checksumVerified = true;
    if (packet.path != null) {
      reset.path = packet.path.derive(DeviceEvent.Origin.RESET);
    }
    if (packet.flow != null) {
      reset.flow = packet.flow;
      reset.ctInfo =
          packet.ctInfo >= Packet.CT_REPLY
              ? Packet.CT_RELATED
              : Packet.CT_RELATED + Packet.CT_REPLY;
    }
    return reset;
  }
}
