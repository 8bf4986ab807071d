package dev.dejima.netstack.tcp;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.IpAddress;
import java.util.List;

/** TCP of one namespace, as IP sees it. All methods are for the holder of the baton. */
public interface TcpProtocol {
  /**
   * Takes a segment for this host. The IP header is validated, the TCP header is not: the transport
   * part may be of any length, and its checksum is to be looked at unless {@link
   * Packet#checksumVerified}. The packet is TCP's from now on. A segment that no socket is for is
   * answered with a reset.
   */
  void input(Packet packet);

  /**
   * An ICMP error about a segment this host sent.
   *
   * @param sequence the sequence number in it
   * @param errno what the error means ({@code icmp_err_convert})
   * @param fatal whether it ends a connection that is being opened
   * @param mtu what the path takes, for "fragmentation needed"; else 0
   */
  void error(
      IpAddress local,
      int localPort,
      IpAddress remote,
      int remotePort,
      int sequence,
      Errno errno,
      boolean fatal,
      int mtu);

  /**
   * A new socket, TCP4 or TCP6. Its calls come with the baton held, and wait in queues; calls from
   * other threads are marshalled before.
   *
   * @param only6 whether it begins as one for IPv6 alone ({@code net.ipv6.bindv6only})
   */
  Socket open(SocketType type, boolean only6) throws KernelException;

  /** The sockets, for diagnosis, of an IP version. */
  List<SocketEntry> sockets(int version);

  /** The namespace goes. */
  void close();
}
