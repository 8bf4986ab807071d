package dev.dejima.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dejima}. */
@Command(
    name = "dejima",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs, tests and explains Linux networks that use nftables.",
    subcommands = {
      RunCommand.class,
      ShCommand.class,
      ShellCommand.class,
      NftCommand.class,
      KernelCommand.class,
      CleanCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  /** Starts the program. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs one command.
   *
   * @return the exit status
   */
  static int run(String... args) {
    CommandLine program = new CommandLine(new Main());
    program.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    program.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    CommandLine nft = Objects.requireNonNull(program.getSubcommands().get("nft"));
    // What looks like an option behind "nft" is nft's.
    nft.setUnmatchedOptionsArePositionalParams(true);
    program.setExecutionExceptionHandler(Main::explain);
    return program.execute(args);
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof InterruptedException || Kernels.isEnding()) {
      return 130;
    }
    if (e instanceof Problem problem) {
      command.getErr().println(problem.getMessage());
      return problem.status();
    }
    throw e;
  }

  /** Without a command: how it is used. */
  @Override
  public void run() {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    command.usage(command.getOut());
  }
}
