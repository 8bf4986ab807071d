package dev.dejima.netstack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.ip.Transport4;
import dev.dejima.netstack.tcp.TcpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.TcpView;

/** TCP as IPv4 sees it. */
record TcpTransport(TcpProtocol tcp) implements Transport4 {
  @Override
  public void input(Packet packet) {
    tcp.input(packet);
  }

  @Override
  public void error(
      Packet packet, int quoted, int quotedTransport, Errno errno, boolean fatal, int mtu) {
    byte[] bytes = packet.bytes;
    tcp.error(
        new Ipv4Address(get32(bytes, quoted + Ipv4View.SOURCE)),
        get16(bytes, quotedTransport + TcpView.SOURCE_PORT),
        new Ipv4Address(get32(bytes, quoted + Ipv4View.DESTINATION)),
        get16(bytes, quotedTransport + TcpView.DESTINATION_PORT),
        get32(bytes, quotedTransport + TcpView.SEQUENCE),
        errno,
        fatal,
        mtu);
  }
}
