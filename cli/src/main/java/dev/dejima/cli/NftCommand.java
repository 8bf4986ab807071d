package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code dejima nft}: nft against an empty ruleset of the Java kernel, without root; or against the
 * real one, in the namespace that it is called in.
 */
@Command(
    name = "nft",
    description = {
      "Runs nft on an empty Java kernel: dejima nft -c -f FILE checks a ruleset.",
      "With --kernel linux, as the first words, on the real one, where it is called."
    })
final class NftCommand implements Callable<Integer> {
  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      defaultValue = "netstack",
      description = "netstack (in Java, no root; the default) or linux (the real one).")
  String kernelName = "netstack";

  @Parameters(paramLabel = "ARGUMENT", description = "As nft(8) takes them.")
  List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Toolbox toolbox = Tools.all();
    List<String> words = new ArrayList<>(List.of("nft"));
    words.addAll(arguments);
    try (Kernel kernel = Kernels.open(kernelName, KernelOptions.DEFAULT.inPlace())) {
      return kernel.run(
          kernel.initial(),
          "nft",
          Terminal.streams(kernel),
          self -> toolbox.run(new Invocation(toolbox, self, self, self.streams(), words)));
    }
  }
}
