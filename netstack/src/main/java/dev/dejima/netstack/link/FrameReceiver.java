package dev.dejima.netstack.link;

import dev.dejima.netstack.Packet;

/** Takes the frames that a namespace's devices receive. */
@FunctionalInterface
public interface FrameReceiver {
  /** Takes a frame; its network offset is behind the Ethernet header. */
  void receive(Packet packet, NetDevice device);
}
