package dev.dejima.kernel;

import dev.dejima.packet.Bytes;

/** A socket of packet(7) that sends whole frames by one interface, as they are. */
public interface PacketSocket extends AutoCloseable {
  /**
   * Sends a frame, link-layer header first. Nobody looks at what it holds.
   *
   * @throws KernelException ENETDOWN if the interface is down, EINVAL if the frame is shorter than
   *     a link-layer header, EMSGSIZE if it is longer than that and the MTU
   */
  void send(Bytes frame) throws KernelException, InterruptedException;

  @Override
  void close();
}
