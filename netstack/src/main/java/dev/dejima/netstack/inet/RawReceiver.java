package dev.dejima.netstack.inet;

import dev.dejima.netstack.Packet;

/** Takes copies of packets for raw sockets. */
@FunctionalInterface
public interface RawReceiver {
  /**
   * Shows a packet for this host; it stays the caller's.
   *
   * @return whether any socket took a copy
   */
  boolean offer(Packet packet);
}
