package dev.dejima.kernel;

import dev.dejima.packet.Bytes;
import java.time.Instant;
import java.util.Optional;

/** A running capture ({@code AF_PACKET}). */
public interface Capture extends AutoCloseable {
  /** The frames' link type: {@code LINKTYPE_ETHERNET} 1, or {@code LINKTYPE_LINUX_SLL2} 276. */
  int linkType();

  /** Waits for the next frame. */
  Frame next() throws InterruptedException, KernelException;

  /** The next frame if one has come already. */
  Optional<Frame> poll() throws KernelException;

  Statistics statistics();

  @Override
  void close();

  /**
   * A captured frame.
   *
   * @param time when it passed
   * @param outgoing whether it left by the interface, rather than came in
   * @param length octets of the frame on the wire
   * @param bytes what was kept of it, at most the capture's snaplen
   */
  record Frame(Instant time, boolean outgoing, int length, Bytes bytes) {}

  /**
   * What tcpdump prints at its end.
   *
   * @param received frames that passed the filter
   * @param dropped of these, those that found no room
   */
  record Statistics(long received, long dropped) {}
}
