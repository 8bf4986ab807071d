package dev.dejima.netstack.socket;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import java.util.ArrayList;
import java.util.List;

/**
 * Sockets that speak ICMP themselves: raw ones (net/ipv4/raw.c), which see every message to this
 * host, and those of unprivileged senders of echo requests (net/ipv4/ping.c), which see the answers
 * to their own.
 */
public final class IcmpSockets {
  private final Ipv4 ipv4;
  private final Ports ports;
  private final List<RawSocket> raw = new ArrayList<>();
  private final List<PingSocket> ping = new ArrayList<>();

  /** Makes it, and asks IP for the messages. */
  public IcmpSockets(Ipv4 ipv4, Ports ports) {
    this.ipv4 = ipv4;
    this.ports = ports;
    ipv4.raw(this::offerRaw);
    ipv4.icmp().echoReplies(this::offerReply);
    ipv4.icmp().pingErrors(this::offerError);
  }

  /** A new socket, PING4 or ICMP4. */
  public Socket open(SocketType type, long inode) {
    return type == SocketType.PING4 ? new PingSocket(inode) : new RawSocket(inode);
  }

  private boolean offerRaw(Packet packet) {
    if (packet.protocol != IpProtocol.ICMP) {
      return false;
    }
    boolean taken = false;
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    int destination = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    int ttl = get8(packet.bytes, packet.network + Ipv4View.TTL);
    for (RawSocket socket : List.copyOf(raw)) {
      if (matches(socket, packet, source, destination)) {
        socket.receive(packet, packet.network, source, 0, ttl);
        taken = true;
      }
    }
    return taken;
  }

  private static boolean matches(
      DatagramSocket socket, Packet packet, int source, int destination) {
    return (socket.localAddress == 0 || socket.localAddress == destination)
        && (!socket.connected || socket.remoteAddress == source)
        && (socket.bound == null || socket.bound == packet.in);
  }

  private void offerReply(Packet packet) {
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    int destination = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    int ttl = get8(packet.bytes, packet.network + Ipv4View.TTL);
    int identifier = get16(packet.bytes, packet.transport + IcmpView.IDENTIFIER);
    for (PingSocket socket : List.copyOf(ping)) {
      if (socket.localPort == identifier && matches(socket, packet, source, destination)) {
        socket.receive(packet, packet.transport, source, 0, ttl);
        return;
      }
    }
  }

  private void offerError(Packet packet, int transport, Errno errno, boolean fatal) {
    if (get8(packet.bytes, transport) != IcmpType.ECHO_REQUEST || !fatal) {
      return;
    }
    int identifier = get16(packet.bytes, transport + IcmpView.IDENTIFIER);
    for (PingSocket socket : List.copyOf(ping)) {
      if (socket.localPort == identifier && socket.connected) {
        socket.fail(errno);
      }
    }
  }

  private Packet message(byte[] bytes, int offset, int length) {
    Packet packet = ipv4.packets().allocate(length);
    System.arraycopy(bytes, offset, packet.bytes, packet.transport, length);
    return packet;
  }

  private final class RawSocket extends DatagramSocket {
    RawSocket(long inode) {
      super(IcmpSockets.this.ipv4, SocketType.ICMP4, inode);
      localPort = IpProtocol.ICMP;
      raw.add(this);
    }

    @Override
    void claim(int address, int port) {
      // A raw socket has its protocol for a port from the start.
    }

    @Override
    public void bind(Endpoint local) throws KernelException {
      localPort = 0;
      try {
        super.bind(local);
      } finally {
        localPort = IpProtocol.ICMP;
      }
    }

    @Override
    void release() {
      raw.remove(this);
    }

    @Override
    Packet build(byte[] bytes, int offset, int length, int source, Endpoint remote) {
      return message(bytes, offset, length);
    }

    @Override
    int protocol() {
      return IpProtocol.ICMP;
    }
  }

  private final class PingSocket extends DatagramSocket {
    PingSocket(long inode) {
      super(IcmpSockets.this.ipv4, SocketType.PING4, inode);
    }

    private boolean inUse(int identifier) {
      return ping.stream().anyMatch(other -> other.localPort == identifier);
    }

    @Override
    void claim(int address, int port) throws KernelException {
      int taken = port != 0 ? port : ports.any(this::inUse);
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
    Packet build(byte[] bytes, int offset, int length, int source, Endpoint remote)
        throws KernelException {
      if (length < IcmpView.LENGTH
          || bytes[offset] != IcmpType.ECHO_REQUEST
          || bytes[offset + 1] != 0) {
        throw new KernelException(Errno.EINVAL);
      }
      Packet packet = message(bytes, offset, length);
      int at = packet.transport;
      put16(packet.bytes, at + IcmpView.IDENTIFIER, localPort);
      put16(packet.bytes, at + IcmpView.CHECKSUM, 0);
      put16(packet.bytes, at + IcmpView.CHECKSUM, Checksum.of(packet.bytes, at, packet.end));
      return packet;
    }

    @Override
    int protocol() {
      return IpProtocol.ICMP;
    }
  }
}
