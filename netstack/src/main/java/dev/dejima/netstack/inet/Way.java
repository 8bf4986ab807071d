package dev.dejima.netstack.inet;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.IpAddress;

/** The way of packets of this host to a destination. */
public interface Way {
  /** The address to send from. */
  IpAddress source();

  /** Octets of the largest packet on it. */
  int mtu();

  /** The device it leaves by. */
  NetDevice device();

  /** Whether it leads to all hosts of a network. */
  boolean isBroadcast();

  /**
   * Puts an IP header in front of {@code transport} and sends the packet. It is released whatever
   * happens.
   *
   * @throws KernelException EPERM if the output hook drops it
   */
  void send(Packet packet, Header header) throws KernelException;
}
