package dev.dejima.netstack.socket;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.EchoListener;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.RawReceiver;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that speak ICMP, of one IP version, themselves: raw ones (net/ipv4/raw.c), which see
 * every message to this host, and those of unprivileged senders of echo requests (net/ipv4/ping.c),
 * which see the answers to their own.
 */
public final class IcmpSockets implements RawReceiver, EchoListener {
  private final SocketHost host;
  private final Internet internet;
  private final boolean six;
  private final int protocol;
  private final List<RawSocket> raw = new ArrayList<>();
  private final List<PingSocket> ping = new ArrayList<>();

  /** Makes it, without sockets. */
  public IcmpSockets(SocketHost host, int version) {
    this.host = host;
    this.six = version == 6;
    this.internet = six ? host.internets().six() : host.internets().four();
    this.protocol = six ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
  }

  /** A new raw socket. */
  public Socket openRaw(long inode) {
    return new RawSocket(inode);
  }

  /** A new socket for echo requests. */
  public Socket openPing(long inode) {
    return new PingSocket(inode);
  }

  /** A raw socket of IPv4 sees the IP header too. */
  @Override
  public boolean offer(Packet packet) {
    if (packet.protocol != protocol || raw.isEmpty()) {
      return false;
    }
    boolean taken = false;
    IpAddress source = internet.source(packet);
    IpAddress destination = internet.destination(packet);
    int from = six ? packet.transport : packet.network;
    for (RawSocket socket : List.copyOf(raw)) {
      if (matches(socket, packet, source, destination)) {
        socket.receive(packet, from, source, 0, internet.hopLimit(packet));
        taken = true;
      }
    }
    return taken;
  }

  private static boolean matches(
      DatagramSocket socket, Packet packet, IpAddress source, IpAddress destination) {
    return (socket.localAddress == null || socket.localAddress.equals(destination))
        && (socket.remoteAddress == null || socket.remoteAddress.equals(source))
        && (socket.bound == null || socket.bound == packet.in);
  }

  @Override
  public void reply(Packet packet) {
    IpAddress source = internet.source(packet);
    IpAddress destination = internet.destination(packet);
    int identifier = get16(packet.bytes, packet.transport + IcmpView.IDENTIFIER);
    for (PingSocket socket : List.copyOf(ping)) {
      if (socket.localPort == identifier && matches(socket, packet, source, destination)) {
        socket.receive(packet, packet.transport, source, 0, internet.hopLimit(packet));
        return;
      }
    }
  }

  private int echoRequest() {
    return six ? Icmpv6Type.ECHO_REQUEST : IcmpType.ECHO_REQUEST;
  }

  @Override
  public void error(Packet packet, int transport, Errno errno, boolean fatal) {
    if (get8(packet.bytes, transport) != echoRequest() || !fatal) {
      return;
    }
    int identifier = get16(packet.bytes, transport + IcmpView.IDENTIFIER);
    for (PingSocket socket : List.copyOf(ping)) {
      if (socket.localPort == identifier && socket.connected()) {
        socket.fail(errno);
      }
    }
  }

  private Packet message(byte[] bytes, int offset, int length) {
    Packet packet = host.packets().allocate(length);
    System.arraycopy(bytes, offset, packet.bytes, packet.transport, length);
    return packet;
  }

  /** The checksum of ICMPv6 covers the addresses too, so the kernel fills it in. */
  private void fillChecksum(Packet packet, IpAddress source, IpAddress to) {
    int at = packet.transport;
    put16(packet.bytes, at + IcmpView.CHECKSUM, 0);
    long pseudo =
        six ? Checksum.pseudo(source, to, IpProtocol.ICMPV6, packet.transportLength()) : 0;
    put16(
        packet.bytes,
        at + IcmpView.CHECKSUM,
        Checksum.finish(pseudo + Checksum.sum(packet.bytes, at, packet.end)));
  }

  private final class RawSocket extends DatagramSocket {
    RawSocket(long inode) {
      super(IcmpSockets.this.host, six ? SocketType.ICMP6 : SocketType.ICMP4, inode);
      only6 = six;
      localPort = protocol;
      raw.add(this);
    }

    @Override
    void claim(@Nullable IpAddress address, int port) {
      // A raw socket has its protocol for a port from the start.
    }

    @Override
    public void bind(Endpoint local) throws KernelException {
      localPort = 0;
      try {
        super.bind(local);
      } finally {
        localPort = protocol;
      }
    }

    @Override
    void release() {
      raw.remove(this);
    }

    @Override
    Packet build(byte[] bytes, int offset, int length, IpAddress source, Endpoint remote) {
      Packet packet = message(bytes, offset, length);
      if (six && length >= IcmpView.REST) {
        fillChecksum(packet, source, remote.address());
      }
      return packet;
    }

    @Override
    int protocol() {
      return protocol;
    }
  }

  private final class PingSocket extends DatagramSocket {
    PingSocket(long inode) {
      super(IcmpSockets.this.host, six ? SocketType.PING6 : SocketType.PING4, inode);
      only6 = six;
    }

    private boolean inUse(int identifier) {
      return ping.stream().anyMatch(other -> other.localPort == identifier);
    }

    @Override
    void claim(@Nullable IpAddress address, int port) throws KernelException {
      int taken = port != 0 ? port : host.ports().any(this::inUse);
      if (taken == 0 || inUse(taken)) {
        throw new KernelException(Errno.EADDRINUSE);
      }
      localPort = taken;
      ping.add(this);
    }

    @Override
    void release() {
      ping.remove(this);
    }

    @Override
    Packet build(byte[] bytes, int offset, int length, IpAddress source, Endpoint remote)
        throws KernelException {
      if (length < IcmpView.LENGTH
          || (bytes[offset] & 0xff) != echoRequest()
          || bytes[offset + 1] != 0) {
        throw new KernelException(Errno.EINVAL);
      }
      Packet packet = message(bytes, offset, length);
      put16(packet.bytes, packet.transport + IcmpView.IDENTIFIER, localPort);
      fillChecksum(packet, source, remote.address());
      return packet;
    }

    @Override
    int protocol() {
      return protocol;
    }
  }
}
