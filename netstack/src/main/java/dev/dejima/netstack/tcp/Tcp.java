package dev.dejima.netstack.tcp;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.IpAddress;
import java.util.List;

/** TCP of one namespace. */
public final class Tcp implements TcpProtocol {
  private final TcpHost host;

  public Tcp(TcpHost host) {
    this.host = host;
  }

  @Override
  public void input(Packet packet) {
    packet.release();
  }

  @Override
  public void error(
      IpAddress local,
      int localPort,
      IpAddress remote,
      int remotePort,
      int sequence,
      Errno errno,
      boolean fatal,
      int mtu) {}

  @Override
  public Socket open(SocketType type) {
    throw new UnsupportedOperationException(type + " at " + host.loop().nanoTime());
  }

  @Override
  public List<SocketEntry> sockets(int version) {
    return List.of();
  }

  @Override
  public void close() {}
}
