package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima shell}: the same commands, typed. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = "An interactive prompt for ip, nft, nc, ping, tcpdump and the like.")
final class ShellCommand implements Callable<Integer> {
  @Mixin KernelChoice kernel = new KernelChoice();

  @Parameters(
      arity = "0..1",
      paramLabel = "LAB",
      description = "A lab whose network is up when the prompt appears.")
  @Nullable Path lab;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Write what was typed as a lab, with a test for each probe.")
  @Nullable Path record;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Lab read = lab == null ? null : read(lab);
    Recorded recorded = new Recorded(this.kernel, record);
    try (Kernel kernel = this.kernel.open(true);
        org.jline.terminal.Terminal terminal =
            TerminalBuilder.builder().system(true).dumb(true).build()) {
      if (read != null) {
        start(read, kernel);
      }
      Path history = Path.of(System.getProperty("user.home"), ".dejima_history");
      int status =
          new TypedShell(kernel, terminal, Terminal.streams(kernel), history, recorded).run();
      recorded.end(kernel);
      return status;
    }
  }

  private static Lab read(Path path) {
    try {
      return LabFile.read(path);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
  }

  /** It stays up until the kernel goes. */
  private static void start(Lab lab, Kernel kernel) throws InterruptedException {
    try {
      Network network = Network.start(lab, kernel);
      System.out.printf(
          "%s is up; ip netns exec %s is a prompt inside it%n",
          lab.name(), network.lab().topology().nodes().getFirst().name());
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
  }
}
