package dev.dejima.kernel;

import java.util.List;
import java.util.Optional;

/** Makes kernels of one kind; found by {@link java.util.ServiceLoader}. */
public interface KernelProvider {
  /** The name that options use: {@code netstack} or {@code linux}. */
  String name();

  /** Why no kernel can be opened here (wrong system, no rights), for people; empty if one can. */
  Optional<String> unavailable();

  /** The Linux that its kernels are or imitate: {@code 6.18.44}; empty where there is none. */
  Optional<String> release();

  /** What it has and what it lacks, where that is known before a kernel is asked. */
  List<Feature> features();

  /**
   * Something that rulesets or networks may need.
   *
   * @param name in the words of Linux
   * @param supported whether kernels of this kind have it; what they lack they refuse
   */
  record Feature(String name, boolean supported) {}

  /**
   * Opens a kernel.
   *
   * @throws KernelException if the system refuses
   */
  Kernel open(KernelOptions options) throws KernelException;
}
