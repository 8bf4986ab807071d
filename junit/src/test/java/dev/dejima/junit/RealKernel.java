package dev.dejima.junit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.KernelProvider;
import java.util.Optional;
import java.util.ServiceLoader;

/** Whether the real kernel can be used here. */
final class RealKernel {
  private RealKernel() {}

  /** Skips the test where the kernel of a name cannot be used. */
  static void assumeUsable(String kernel) {
    Optional<String> reason =
        ServiceLoader.load(KernelProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.name().equals(kernel))
            .findFirst()
            .orElseThrow()
            .unavailable();
    assumeTrue(reason.isEmpty(), () -> "SKIPPED: " + reason.orElseThrow());
  }
}
