package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.tools.shell.Script;
import dev.dejima.tools.shell.ShTool;
import dev.dejima.tools.shell.Shell;
import dev.dejima.tools.shell.ShellSyntaxException;
import dev.dejima.tools.shell.StandardTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima sh}: runs a script of ip, nft, nc, tcpdump and the like. */
@Command(
    name = "sh",
    mixinStandardHelpOptions = true,
    description = "Runs a script of ip, nft, nc, ping, tcpdump, sysctl, conntrack and ss commands.")
final class ShCommand implements Callable<Integer> {
  @Mixin KernelChoice kernel = new KernelChoice();

  @Option(names = "-c", paramLabel = "LINE", description = "Run this line instead of a file.")
  @Nullable String line;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Write what is run as a lab, with a test for each probe.")
  @Nullable Path record;

  @Parameters(
      paramLabel = "FILE [ARGUMENT...]",
      description = "The script (- is standard input), and what $1 and so on are in it.")
  List<String> words = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Script script = script();
    Recorded recorded = new Recorded(this.kernel, record);
    try (Kernel kernel = this.kernel.open(false)) {
      Shell shell =
          new Shell(
              kernel,
              recorded.toolbox(StandardTools.list(new TypedLines(), new ShTool())),
              Terminal.streams(kernel),
              Path.of(""),
              words.isEmpty() ? List.of("sh") : words,
              System.getenv());
      try {
        int status = shell.run(script);
        recorded.end(kernel);
        return status;
      } finally {
        shell.close();
      }
    }
  }

  private Script script() {
    if (line == null && words.isEmpty()) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima sh: give a FILE, or -c LINE");
    }
    String name = line == null ? words.getFirst() : "-c";
    String text = line == null ? read("sh", name) : line;
    try {
      return Script.parse(text, 1);
    } catch (ShellSyntaxException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, describe(name, text, e));
    }
  }

  static String read(String command, String name) {
    try {
      return name.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(name));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima " + command + ": there is no file " + name);
    } catch (IOException e) {
      throw new Problem(
          ExitStatus.WRONG_INPUT, "dejima " + command + ": cannot read " + name + ": " + e);
    }
  }

  static String describe(String name, String text, ShellSyntaxException e) {
    return "%s:%d:%d: %s".formatted(name, e.line(), e.column(), e.describe(text));
  }
}
