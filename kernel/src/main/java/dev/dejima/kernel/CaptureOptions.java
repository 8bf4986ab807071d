package dev.dejima.kernel;

import dev.dejima.packet.filter.BpfProgram;
import org.jspecify.annotations.Nullable;

/**
 * What to capture.
 *
 * @param device the interface's name; {@code any} for all of them
 * @param filter run on every frame by the kernel; absent for all frames
 * @param snaplen octets to keep of each frame
 */
public record CaptureOptions(String device, @Nullable BpfProgram filter, int snaplen) {
  /** More than any frame has. */
  public static final int WHOLE = 262144;

  /** The whole of every frame of an interface. */
  public static CaptureOptions of(String device) {
    return new CaptureOptions(device, null, WHOLE);
  }
}
