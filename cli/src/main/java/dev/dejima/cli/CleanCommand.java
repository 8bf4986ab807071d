package dev.dejima.cli;

import dev.dejima.linux.LinuxClean;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dejima clean}: removes what a killed {@code --publish} left. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = "Removes the namespaces that a killed --publish left under /run/netns.")
final class CleanCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    List<String> removed = LinuxClean.run();
    System.out.println(
        removed.isEmpty() ? "nothing to clean" : "removed " + String.join(", ", removed));
    return ExitStatus.OK;
  }
}
