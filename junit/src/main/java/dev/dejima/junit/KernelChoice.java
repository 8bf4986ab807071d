package dev.dejima.junit;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.opentest4j.TestAbortedException;

/**
 * Which kernel a test runs on.
 *
 * @param name {@code netstack} or {@code linux}
 * @param seed the source of its chance
 */
record KernelChoice(String name, long seed) {
  /**
   * Opens it.
   *
   * @throws TestAbortedException if it cannot be used here
   */
  Kernel open() {
    KernelProvider provider = provider();
    provider
        .unavailable()
        .ifPresent(
            why -> {
              throw new TestAbortedException(
                  "SKIPPED: the kernel %s cannot be used: %s".formatted(name, why));
            });
    try {
      return provider.open(new KernelOptions(seed, false, false));
    } catch (KernelException e) {
      throw new IllegalStateException(
          "the kernel %s does not open: %s".formatted(name, e.getMessage()), e);
    }
  }

  private KernelProvider provider() {
    List<KernelProvider> known =
        ServiceLoader.load(KernelProvider.class, KernelChoice.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return known.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ExtensionConfigurationException(
                    "unknown kernel \"%s\"; known: %s"
                        .formatted(
                            name,
                            String.join(
                                ", ",
                                known.stream().map(KernelProvider::name).sorted().toList()))));
  }
}
