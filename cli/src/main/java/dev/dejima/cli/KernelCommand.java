package dev.dejima.cli;

import dev.dejima.kernel.KernelProvider;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dejima kernel}: which kernels there are. */
@Command(
    name = "kernel",
    mixinStandardHelpOptions = true,
    description = "Lists the kernels, and whether they can be used here.")
final class KernelCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    for (KernelProvider provider : Kernels.all()) {
      System.out.printf(
          "%-9s %s%n",
          provider.name(), provider.unavailable().map(why -> "not here: " + why).orElse("ready"));
    }
    return ExitStatus.OK;
  }
}
