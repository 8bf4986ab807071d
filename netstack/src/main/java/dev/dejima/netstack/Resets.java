package dev.dejima.netstack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Output4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.TcpView;
import java.util.Arrays;

/** TCP resets that netfilter sends in the name of others (net/ipv4/netfilter/nf_reject_ipv4.c). */
record Resets(Ipv4 ipv4) {
  void answer(Packet packet) {
    if (packet.protocol != IpProtocol.TCP || packet.laterFragment || !isWhole(packet)) {
      return;
    }
    byte[] bytes = packet.bytes;
    int from = get32(bytes, packet.network + Ipv4View.DESTINATION);
    int to = get32(bytes, packet.network + Ipv4View.SOURCE);
    if ((get8(bytes, packet.transport + TcpView.FLAGS) & TcpView.RST) != 0) {
      return;
    }
    Route4 route;
    try {
      route = ipv4.output().route(0, to, null);
    } catch (KernelException e) {
      return;
    }
    Packet reset = build(packet, from, to);
    try {
      ipv4.output().send(reset, route, from, to, new Output4.Header(IpProtocol.TCP, 0, 0, true, 0));
    } catch (KernelException e) {
      // The output hook dropped it, which is the ruleset's right.
    }
  }

  private static boolean isWhole(Packet packet) {
    int there = packet.transportLength();
    if (there < TcpView.LENGTH || headerLength(packet) > there) {
      return false;
    }
    long sum =
        Checksum.pseudo(
                get32(packet.bytes, packet.network + Ipv4View.SOURCE),
                get32(packet.bytes, packet.network + Ipv4View.DESTINATION),
                IpProtocol.TCP,
                there)
            + Checksum.sum(packet.bytes, packet.transport, packet.end);
    return packet.checksumVerified || Checksum.isValid(sum);
  }

  private static int headerLength(Packet packet) {
    return (get8(packet.bytes, packet.transport + TcpView.DATA_OFFSET) >>> 4) * 4;
  }

  private Packet build(Packet packet, int from, int to) {
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    int flags = get8(bytes, at + TcpView.FLAGS);
    Packet reset = ipv4.packets().allocate(TcpView.LENGTH);
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
