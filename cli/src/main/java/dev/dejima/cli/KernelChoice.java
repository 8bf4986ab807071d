package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import picocli.CommandLine.Option;

/** The options that choose a kernel. */
final class KernelChoice {
  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      defaultValue = "netstack",
      description = "netstack (in Java, no root; the default) or linux (the real one).")
  String name = "netstack";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The source of all chance in netstack; the same seed gives the same packets.")
  long seed = 1;

  @Option(
      names = "--publish",
      description = "On linux: pin the namespaces under /run/netns, for another terminal.")
  boolean publish;

  Kernel open(boolean wallClock) throws InterruptedException {
    return Kernels.open(name, new KernelOptions(seed, publish, wallClock));
  }
}
