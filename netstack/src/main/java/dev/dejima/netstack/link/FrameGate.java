package dev.dejima.netstack.link;

import dev.dejima.netstack.Packet;

/** What frames pass on their way out of a device. */
@FunctionalInterface
public interface FrameGate {
  /** Shows it a frame; answers whether that goes on. If not, it is the device's no longer. */
  boolean passes(Packet packet, NetDevice device);
}
