package dev.dejima.kernel;

import dev.dejima.packet.filter.BpfProgram;
import org.jspecify.annotations.Nullable;

/**
 * What to capture.
 *
 * @param device the interface's name; {@code any} for all of them
 * @param filter run on every frame by the kernel; absent for all frames
 * @param snaplen octets to keep of each frame
 * @param promiscuous whether the interface is to take frames for others meanwhile, as far as it is
 *     asked: a bridge then shows what passes between its ports
 */
public record CaptureOptions(
    String device, @Nullable BpfProgram filter, int snaplen, boolean promiscuous) {
  /** More than any frame has. */
  public static final int WHOLE = 262144;

  /** The whole of every frame of an interface that it takes anyway. */
  public static CaptureOptions of(String device) {
    return new CaptureOptions(device, null, WHOLE, false);
  }
}
