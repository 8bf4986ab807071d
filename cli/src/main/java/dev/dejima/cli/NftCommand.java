package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.NftTool;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code dejima nft}: nft against an empty ruleset of the Java kernel, without root; or against the
 * real one, in the namespace that it is called in.
 */
final class NftCommand {
  private static final String KERNEL = "--kernel";

  private NftCommand() {}

  /** Runs nft with the words behind its name; the first may choose the kernel. */
  static int run(List<String> arguments) throws InterruptedException {
    String kernelName = "netstack";
    List<String> words = new ArrayList<>(List.of("nft"));
    words.addAll(arguments);
    if (arguments.size() > 1 && arguments.getFirst().equals(KERNEL)) {
      kernelName = arguments.get(1);
      words.subList(1, 3).clear();
    } else if (!arguments.isEmpty() && arguments.getFirst().startsWith(KERNEL + "=")) {
      kernelName = words.remove(1).substring(KERNEL.length() + 1);
    }
    Toolbox toolbox = new Toolbox(List.of(new NftTool(new TypedLines())));
    try (Kernel kernel = Kernels.open(kernelName, KernelOptions.DEFAULT.inPlace())) {
      return kernel.run(
          kernel.initial(),
          "nft",
          Terminal.streams(kernel),
          self -> toolbox.run(new Invocation(toolbox, self, self, self.streams(), words)));
    }
  }
}
