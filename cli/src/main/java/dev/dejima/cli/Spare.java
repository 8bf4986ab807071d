package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import org.jspecify.annotations.Nullable;

/** A kernel for the twin of a network that is on the real one. */
final class Spare implements AutoCloseable {
  private final @Nullable Kernel kernel;

  Spare(Kernel real) throws InterruptedException {
    this.kernel =
        real.name().equals("netstack") ? null : Kernels.open("netstack", KernelOptions.DEFAULT);
  }

  /** It; null where the network's own kernel tells the ways of packets. */
  @Nullable Kernel kernel() {
    return kernel;
  }

  @Override
  public void close() {
    if (kernel != null) {
      kernel.close();
    }
  }
}
