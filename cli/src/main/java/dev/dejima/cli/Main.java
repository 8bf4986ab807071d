package dev.dejima.cli;

import dev.dejima.kernel.KernelException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dejima}. */
@Command(
    name = "dejima",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs, tests and explains Linux networks that use nftables.")
public final class Main implements Runnable {
  private static final List<String> COMMANDS =
      List.of("run", "sh", "shell", "nft", "kernel", "clean");

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
    // Looking through a command's options takes longer than reading them: only who is called is.
    boolean called = args.length > 0 && COMMANDS.contains(args[0]);
    for (String name : called ? List.of(args[0]) : COMMANDS) {
      program.addSubcommand(name, command(name));
    }
    program.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    program.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    program.setExecutionExceptionHandler(Main::explain);
    return program.execute(args);
  }

  private static CommandLine command(String name) {
    return switch (name) {
      case "run" -> new CommandLine(new RunCommand());
      case "sh" -> new CommandLine(new ShCommand());
      case "shell" -> new CommandLine(new ShellCommand());
      // What looks like an option behind "nft" is nft's, and what looks like a file is a set.
      case "nft" ->
          new CommandLine(new NftCommand())
              .setUnmatchedOptionsArePositionalParams(true)
              .setStopAtPositional(true)
              .setExpandAtFiles(false);
      case "kernel" -> new CommandLine(new KernelCommand());
      case "clean" -> new CommandLine(new CleanCommand());
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof InterruptedException || Kernels.isEnding()) {
      return 130;
    }
    if (e instanceof Problem problem) {
      command.getErr().println(problem.getMessage());
      return problem.status();
    }
    if (e instanceof KernelException) {
      command.getErr().println("dejima: " + e.getMessage());
      return ExitStatus.REFUSED;
    }
    command.getErr().println("dejima: this is a mistake in Dejima itself:");
    e.printStackTrace(command.getErr());
    return ExitStatus.BROKEN;
  }

  /** Without a command: how it is used. */
  @Override
  public void run() {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    command.usage(command.getOut());
  }
}
