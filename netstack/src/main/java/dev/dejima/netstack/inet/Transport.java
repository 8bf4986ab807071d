package dev.dejima.netstack.inet;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.Packet;

/** A protocol over IP, as IP sees it. */
public interface Transport {
  /** Takes a packet for this host; it is the protocol's from now on. */
  void input(Packet packet);

  /**
   * An ICMP error about a packet this host sent.
   *
   * @param packet the ICMP message; it stays the caller's
   * @param quoted where the quoted IP header begins in it
   * @param quotedTransport where the quoted transport header begins; at least 8 octets are there
   * @param errno what the error means
   * @param fatal whether the way is closed for good
   * @param mtu what the path takes, for "fragmentation needed"; else 0
   */
  void error(Packet packet, int quoted, int quotedTransport, Errno errno, boolean fatal, int mtu);
}
