package dev.dejima.netstack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.Transport;
import dev.dejima.netstack.tcp.TcpProtocol;
import dev.dejima.packet.TcpView;

/** TCP as a version of IP sees it. */
record TcpTransport(TcpProtocol tcp, Internet internet) implements Transport {
  @Override
  public void input(Packet packet) {
    tcp.input(packet);
  }

  @Override
  public void error(
      Packet packet, int quoted, int quotedTransport, Errno errno, boolean fatal, int mtu) {
    byte[] bytes = packet.bytes;
    tcp.error(
        internet.quotedSource(packet, quoted),
        get16(bytes, quotedTransport + TcpView.SOURCE_PORT),
        internet.quotedDestination(packet, quoted),
        get16(bytes, quotedTransport + TcpView.DESTINATION_PORT),
        get32(bytes, quotedTransport + TcpView.SEQUENCE),
        errno,
        fatal,
        mtu);
  }
}
