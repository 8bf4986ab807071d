package dev.dejima.netstack;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import java.util.Optional;

/** Makes kernels in Java; they can be opened anywhere. */
public final class NetstackProvider implements KernelProvider {
  @Override
  public String name() {
    return "netstack";
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Kernel open(KernelOptions options) {
    return new Netstack(options, text -> System.err.println("netstack: " + text));
  }
}
