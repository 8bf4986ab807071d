package dev.dejima.netstack.link;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.packet.filter.BpfInterpreter;
import dev.dejima.packet.filter.BpfProgram;
import org.jspecify.annotations.Nullable;

/** A filter that is ready to run. */
@FunctionalInterface
interface FrameFilter {
  /** How many octets of a frame to keep, 0 for none. */
  int run(byte[] bytes, int from, int length);

  /**
   * Gets a program ready.
   *
   * @param program absent to keep everything
   * @throws KernelException EINVAL if the kernel would not take it
   */
  static FrameFilter of(@Nullable BpfProgram program) throws KernelException {
    if (program == null) {
      return (bytes, from, length) -> length;
    }
    try {
      return new BpfInterpreter(program)::run;
    } catch (IllegalArgumentException e) {
      throw new KernelException(Errno.EINVAL);
    }
  }
}
