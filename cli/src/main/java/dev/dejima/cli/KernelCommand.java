package dev.dejima.cli;

import dev.dejima.kernel.KernelProvider;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dejima kernel}: which kernels there are. */
@Command(
    name = "kernel",
    mixinStandardHelpOptions = true,
    description = "Lists the kernels, what they have, and whether they can be used here.")
final class KernelCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    for (KernelProvider provider : Kernels.all()) {
      String release = provider.release().map(text -> "Linux " + text).orElse("no Linux");
      String state = provider.unavailable().map(why -> "not here: " + why).orElse("ready");
      System.out.printf("%-9s %s, %s%n", provider.name(), release, state);
      for (KernelProvider.Feature feature : provider.features()) {
        System.out.printf("  %s %s%n", feature.supported() ? "yes" : "no ", feature.name());
      }
    }
    return ExitStatus.OK;
  }
}
