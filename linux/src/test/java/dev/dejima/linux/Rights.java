package dev.dejima.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import java.util.Optional;

/** Opens the real kernel for a test, or skips the test and says why. */
final class Rights {
  private Rights() {}

  static Kernel kernel() throws KernelException {
    return kernel(KernelOptions.DEFAULT);
  }

  static Kernel kernel(KernelOptions options) throws KernelException {
    LinuxKernelProvider provider = new LinuxKernelProvider();
    Optional<String> reason = provider.unavailable();
    if (reason.isPresent()) {
      System.err.println("SKIPPED, for " + reason.get());
    }
    assumeTrue(reason.isEmpty(), () -> "SKIPPED, for " + reason.orElseThrow());
    return provider.open(options);
  }
}
