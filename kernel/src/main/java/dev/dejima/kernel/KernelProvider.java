package dev.dejima.kernel;

import java.util.Optional;

/** Makes kernels of one kind; found by {@link java.util.ServiceLoader}. */
public interface KernelProvider {
  /** The name that options use: {@code netstack} or {@code linux}. */
  String name();

  /** Why no kernel can be opened here (wrong system, no rights), for people; empty if one can. */
  Optional<String> unavailable();

  /**
   * Opens a kernel.
   *
   * @throws KernelException if the system refuses
   */
  Kernel open(KernelOptions options) throws KernelException;
}
