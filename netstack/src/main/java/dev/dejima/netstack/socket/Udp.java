package dev.dejima.netstack.socket;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Transport4;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.UdpView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UDP over IPv4 (net/ipv4/udp.c). */
public final class Udp implements Transport4 {
  private static final int ESTABLISHED = 1;
  private static final int UNCONNECTED = 7;

  private final Ipv4 ipv4;
  private final Ports ports;
  private final List<UdpSocket> sockets = new ArrayList<>();

  /** Makes it, without sockets. */
  public Udp(Ipv4 ipv4, Ports ports) {
    this.ipv4 = ipv4;
    this.ports = ports;
  }

  /** A new socket. */
  public DatagramSocket open(long inode) {
    return new UdpSocket(inode);
  }

  /** The sockets that have a port, for diagnosis. */
  public List<SocketEntry> entries() {
    return sockets.stream()
        .map(
            s ->
                new SocketEntry(
                    IpProtocol.UDP,
                    s.connected ? ESTABLISHED : UNCONNECTED,
                    s.localName(),
                    new Endpoint(new Ipv4Address(s.remoteAddress), s.remotePort),
                    s.queuedOctets(),
                    0,
                    s.bound == null ? 0 : s.bound.index(),
                    s.inode()))
        .toList();
  }

  @Override
  public void input(Packet packet) {
    if (isValid(packet)) {
      dispatch(packet);
    }
    packet.release();
  }

  private static boolean isValid(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    if (packet.transportLength() < UdpView.LENGTH) {
      return false;
    }
    int length = get16(bytes, at + UdpView.DATAGRAM_LENGTH);
    if (length < UdpView.LENGTH || length > packet.transportLength()) {
      return false;
    }
    packet.end = at + length;
    if (packet.checksumVerified || get16(bytes, at + UdpView.CHECKSUM) == 0) {
      return true;
    }
    return Checksum.isValid(pseudo(packet) + Checksum.sum(bytes, at, packet.end));
  }

  private static long pseudo(Packet packet) {
    return Checksum.pseudo(
        get32(packet.bytes, packet.network + Ipv4View.SOURCE),
        get32(packet.bytes, packet.network + Ipv4View.DESTINATION),
        IpProtocol.UDP,
        packet.transportLength());
  }

  private void dispatch(Packet packet) {
    byte[] bytes = packet.bytes;
    int source = get32(bytes, packet.network + Ipv4View.SOURCE);
    int destination = get32(bytes, packet.network + Ipv4View.DESTINATION);
    int sourcePort = get16(bytes, packet.transport + UdpView.SOURCE_PORT);
    int port = get16(bytes, packet.transport + UdpView.DESTINATION_PORT);
    int ttl = get8(bytes, packet.network + Ipv4View.TTL);
    int payload = packet.transport + UdpView.LENGTH;
    if (packet.type != Packet.Type.HOST) {
      for (UdpSocket socket : List.copyOf(sockets)) {
        if (socket.score(packet, destination, port, source, sourcePort) >= 0) {
          socket.receive(packet, payload, source, sourcePort, ttl);
        }
      }
      return;
    }
    UdpSocket socket = find(packet, destination, port, source, sourcePort);
    if (socket != null) {
      socket.receive(packet, payload, source, sourcePort, ttl);
      return;
    }
    ipv4.icmp().sendError(packet, IcmpType.DESTINATION_UNREACHABLE, IcmpType.PORT_UNREACHABLE, 0);
  }

  private @Nullable UdpSocket find(
      Packet packet, int local, int localPort, int remote, int remotePort) {
    UdpSocket best = null;
    int bestScore = -1;
    for (UdpSocket socket : sockets) {
      int score = socket.score(packet, local, localPort, remote, remotePort);
      if (score > bestScore) {
        best = socket;
        bestScore = score;
      }
    }
    return best;
  }

  @Override
  public void error(
      Packet packet, int quoted, int quotedTransport, Errno errno, boolean fatal, int mtu) {
    byte[] bytes = packet.bytes;
    int local = get32(bytes, quoted + Ipv4View.SOURCE);
    int remote = get32(bytes, quoted + Ipv4View.DESTINATION);
    int localPort = get16(bytes, quotedTransport + UdpView.SOURCE_PORT);
    int remotePort = get16(bytes, quotedTransport + UdpView.DESTINATION_PORT);
    UdpSocket socket = find(packet, local, localPort, remote, remotePort);
    if (socket != null && socket.connected && fatal) {
      socket.fail(errno);
    }
  }

  private final class UdpSocket extends DatagramSocket {
    UdpSocket(long inode) {
      super(Udp.this.ipv4, SocketType.UDP4, inode);
    }

    /** How well a packet fits ({@code compute_score}); -1 if it does not. */
    int score(Packet packet, int local, int port, int remote, int remotePort) {
      if (port != localPort) {
        return -1;
      }
      int score = 0;
      if (localAddress != 0) {
        if (localAddress != local) {
          return -1;
        }
        score += 4;
      }
      if (connected) {
        if (remoteAddress != remote || this.remotePort != remotePort) {
          return -1;
        }
        score += 8;
      }
      if (bound != null) {
        if (packet.in != bound) {
          return -1;
        }
        score += 4;
      }
      return score;
    }

    private boolean conflicts(UdpSocket other, int address, int port) {
      return other != this
          && other.localPort == port
          && (other.localAddress == 0 || address == 0 || other.localAddress == address)
          && (other.bound == null || bound == null || other.bound == bound)
          && !(reuseAddress && other.reuseAddress);
    }

    private boolean inUse(int address, int port) {
      return sockets.stream().anyMatch(other -> conflicts(other, address, port));
    }

    @Override
    void claim(int address, int port) throws KernelException {
      int taken = port != 0 ? port : ports.any(p -> inUse(address, p));
      if (taken == 0) {
        throw new KernelException(Errno.EAGAIN);
      }
      if (inUse(address, taken)) {
        throw new KernelException(Errno.EADDRINUSE);
      }
      localPort = taken;
      sockets.add(this);
    }

    @Override
    void release() {
      sockets.remove(this);
    }

    @Override
    Packet build(byte[] bytes, int offset, int length, int source, Endpoint remote)
        throws KernelException {
      if (remote.port() == 0) {
        throw new KernelException(Errno.EINVAL);
      }
      Packet packet = ipv4.packets().allocate(UdpView.LENGTH + length);
      byte[] to = packet.bytes;
      int at = packet.transport;
      put16(to, at + UdpView.SOURCE_PORT, localPort);
      put16(to, at + UdpView.DESTINATION_PORT, remote.port());
      put16(to, at + UdpView.DATAGRAM_LENGTH, UdpView.LENGTH + length);
      put16(to, at + UdpView.CHECKSUM, 0);
      System.arraycopy(bytes, offset, to, at + UdpView.LENGTH, length);
      long sum =
          Checksum.pseudo(source, v4(remote), IpProtocol.UDP, UdpView.LENGTH + length)
              + Checksum.sum(to, at, packet.end);
      put16(to, at + UdpView.CHECKSUM, Checksum.finishUdp(sum));
      return packet;
    }

    @Override
    int protocol() {
      return IpProtocol.UDP;
    }
  }
}
