package dev.dejima.netstack.socket;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.SocketAddresses;
import dev.dejima.netstack.inet.Transport;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.UdpView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UDP (net/ipv4/udp.c, net/ipv6/udp.c). */
public final class Udp implements Transport {
  private static final int ESTABLISHED = 1;
  private static final int UNCONNECTED = 7;

  private final SocketHost host;
  private final List<UdpSocket> sockets = new ArrayList<>();

  /** Makes it, without sockets. */
  public Udp(SocketHost host) {
    this.host = host;
  }

  /** A new socket, UDP4 or UDP6. */
  public DatagramSocket open(SocketType type, boolean only6, long inode) {
    UdpSocket socket = new UdpSocket(type, inode);
    socket.only6 = only6;
    return socket;
  }

  private Internet internet(Packet packet) {
    return packet.etherType == EtherType.IPV6 ? host.internets().six() : host.internets().four();
  }

  /** The sockets of an IP version that have a port, for diagnosis. */
  public List<SocketEntry> entries(int version) {
    return sockets.stream()
        .filter(s -> s.type().version() == version)
        .map(
            s ->
                new SocketEntry(
                    IpProtocol.UDP,
                    s.connected() ? ESTABLISHED : UNCONNECTED,
                    s.localName(),
                    s.remoteName(),
                    s.queuedOctets(),
                    0,
                    s.bound == null ? 0 : s.bound.index(),
                    s.isOnly6(),
                    s.inode()))
        .toList();
  }

  @Override
  public void input(Packet packet) {
    Internet internet = internet(packet);
    if (!isValid(packet, internet)) {
      packet.drop(DropReason.UDP_CSUM);
    } else if (dispatch(packet, internet)) {
      packet.release();
    } else {
      packet.drop(DropReason.NO_SOCKET);
    }
  }

  private static boolean isValid(Packet packet, Internet internet) {
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
    if (packet.checksumVerified) {
      return true;
    }
    if (get16(bytes, at + UdpView.CHECKSUM) == 0) {
      return packet.etherType == EtherType.IPV4; // RFC 8200 section 8.1 wants one.
    }
    long pseudo =
        Checksum.pseudo(
            internet.source(packet),
            internet.destination(packet),
            IpProtocol.UDP,
            packet.transportLength());
    return Checksum.isValid(pseudo + Checksum.sum(bytes, at, packet.end));
  }

  /** Whether anybody takes the datagram. */
  private boolean dispatch(Packet packet, Internet internet) {
    byte[] bytes = packet.bytes;
    IpAddress source = internet.source(packet);
    IpAddress destination = internet.destination(packet);
    int sourcePort = get16(bytes, packet.transport + UdpView.SOURCE_PORT);
    int port = get16(bytes, packet.transport + UdpView.DESTINATION_PORT);
    int ttl = internet.hopLimit(packet);
    int payload = packet.transport + UdpView.LENGTH;
    if (packet.type != Packet.Type.HOST) {
      for (UdpSocket socket : List.copyOf(sockets)) {
        if (socket.score(packet.in, destination, port, source, sourcePort) >= 0) {
          tell(packet, socket);
          socket.receive(packet, payload, source, sourcePort, ttl);
        }
      }
      return true;
    }
    UdpSocket socket =
        packet.socket instanceof UdpSocket given
            ? given
            : find(packet.in, destination, port, source, sourcePort);
    if (socket != null) {
      tell(packet, socket);
      socket.receive(packet, payload, source, sourcePort, ttl);
      return true;
    }
    if (packet.path != null) {
      Delivery.unclaimed(packet, packet.path, elsewhere(port));
    }
    internet.portUnreachable(packet);
    return false;
  }

  private static void tell(Packet packet, UdpSocket socket) {
    if (packet.path != null) {
      EndEvent.Taker taker =
          socket.connected() ? EndEvent.Taker.CONNECTION : EndEvent.Taker.LISTENER;
      Delivery.tell(packet, taker, socket.localName());
    }
  }

  private List<Endpoint> elsewhere(int port) {
    return sockets.stream()
        .filter(socket -> socket.localPort == port)
        .map(UdpSocket::localName)
        .toList();
  }

  /** Whom a datagram is for, as rules ask; null if nobody ({@code udp4_lib_lookup}). */
  public @Nullable Sock find(Endpoint local, Endpoint remote, @Nullable Device in) {
    return find(in, local.address(), local.port(), remote.address(), remote.port());
  }

  /**
   * The same, if that is connected, or is not.
   *
   * @param connected whether to look for one that is, to an address of its own
   */
  public @Nullable Sock find(
      Endpoint local, Endpoint remote, @Nullable Device in, boolean connected) {
    UdpSocket socket = find(in, local.address(), local.port(), remote.address(), remote.port());
    boolean fits =
        socket != null && socket.connected() == connected && !(connected && socket.isWildcard());
    return fits ? socket : null;
  }

  private @Nullable UdpSocket find(
      @Nullable Device in, IpAddress local, int localPort, IpAddress remote, int remotePort) {
    UdpSocket best = null;
    int bestScore = -1;
    for (UdpSocket socket : sockets) {
      int score = socket.score(in, local, localPort, remote, remotePort);
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
    IpAddress local = internet(packet).quotedSource(packet, quoted);
    IpAddress remote = internet(packet).quotedDestination(packet, quoted);
    int localPort = get16(bytes, quotedTransport + UdpView.SOURCE_PORT);
    int remotePort = get16(bytes, quotedTransport + UdpView.DESTINATION_PORT);
    UdpSocket socket = find(packet.in, local, localPort, remote, remotePort);
    if (socket != null && socket.connected() && (fatal || isTooBig(packet, errno))) {
      socket.fail(errno);
    }
  }

  /** IPv6 tells the sender what its path does not take; IPv4 cuts the next one. */
  private static boolean isTooBig(Packet packet, Errno errno) {
    return errno == Errno.EMSGSIZE && packet.etherType == EtherType.IPV6;
  }

  private final class UdpSocket extends DatagramSocket {
    UdpSocket(SocketType type, long inode) {
      super(Udp.this.host, type, inode);
    }

    Endpoint remoteName() {
      IpAddress remote = remoteAddress;
      IpAddress shown =
          remote == null ? SocketAddresses.any(type()) : SocketAddresses.shown(type(), remote);
      return new Endpoint(shown, remotePort);
    }

    /** How well a packet fits ({@code compute_score}); -1 if it does not. */
    int score(@Nullable Device in, IpAddress local, int port, IpAddress remote, int sourcePort) {
      if (port != localPort || !takes(local)) {
        return -1;
      }
      boolean ownVersion = local.bits() == 32 == (type() == SocketType.UDP4);
      int score = ownVersion ? 2 : 1;
      if (localAddress != null) {
        score += 4;
      }
      if (connected()) {
        if (!remote.equals(remoteAddress) || remotePort != sourcePort) {
          return -1;
        }
        score += 8;
      }
      if (bound != null) {
        if (in != null && in != bound) {
          return -1;
        }
        score += 4;
      }
      return score;
    }

    private boolean conflicts(UdpSocket other, @Nullable IpAddress address, int port) {
      return other != this
          && other.localPort == port
          && overlaps(other, address)
          && (other.bound == null || bound == null || other.bound == bound)
          && !(reuseAddress && other.reuseAddress);
    }

    /** Whether a packet could be for both. */
    private boolean overlaps(UdpSocket other, @Nullable IpAddress address) {
      if (address != null) {
        return other.takes(address);
      }
      IpAddress theirs = other.localAddress;
      if (theirs != null) {
        return SocketAddresses.takes(type(), only6, null, theirs);
      }
      return type() == other.type() || !only6 && !other.only6;
    }

    private boolean inUse(@Nullable IpAddress address, int port) {
      return sockets.stream().anyMatch(other -> conflicts(other, address, port));
    }

    @Override
    void claim(@Nullable IpAddress address, int port) throws KernelException {
      int taken = port != 0 ? port : host.ports().any(p -> inUse(address, p));
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
    Packet build(byte[] bytes, int offset, int length, IpAddress source, Endpoint remote)
        throws KernelException {
      if (remote.port() == 0) {
        throw new KernelException(Errno.EINVAL);
      }
      Packet packet = host.packets().allocate(UdpView.LENGTH + length);
      byte[] to = packet.bytes;
      int at = packet.transport;
      put16(to, at + UdpView.SOURCE_PORT, localPort);
      put16(to, at + UdpView.DESTINATION_PORT, remote.port());
      put16(to, at + UdpView.DATAGRAM_LENGTH, UdpView.LENGTH + length);
      put16(to, at + UdpView.CHECKSUM, 0);
      System.arraycopy(bytes, offset, to, at + UdpView.LENGTH, length);
      long sum =
          Checksum.pseudo(source, remote.address(), IpProtocol.UDP, UdpView.LENGTH + length)
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
