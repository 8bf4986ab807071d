package dev.dejima.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code dejima} with its options and commands, as picocli reads them. */
@Command(
    name = "dejima",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs, tests and explains Linux networks that use nftables.")
final class Program implements Runnable {
  private static final List<String> COMMANDS =
      List.of(
          "run",
          "test",
          "trace",
          "explain",
          "sh",
          "shell",
          "compare",
          "draw",
          "init",
          "examples",
          "export",
          "schema",
          "nft",
          "kernel",
          "clean");

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  /**
   * Runs one command.
   *
   * @return the exit status
   */
  static int run(String... args) {
    CommandLine program = new CommandLine(new Program());
    // Looking through a command's options takes longer than reading them: only who is called is.
    boolean called = args.length > 0 && COMMANDS.contains(args[0]);
    for (String name : called ? List.of(args[0]) : COMMANDS) {
      program.addSubcommand(name, command(name));
    }
    program.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    program.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    program.setExecutionExceptionHandler(
        (e, command, parsed) -> ExitStatus.explain(e, command.getErr()));
    return program.execute(args);
  }

  private static CommandLine command(String name) {
    return switch (name) {
      case "run" -> new CommandLine(new RunCommand());
      case "test" -> new CommandLine(new TestCommand());
      case "trace" -> new CommandLine(new TraceCommand());
      case "explain" -> new CommandLine(new ExplainCommand());
      case "sh" -> new CommandLine(new ShCommand());
      case "shell" -> new CommandLine(new ShellCommand());
      case "compare" -> new CommandLine(new CompareCommand());
      case "draw" -> new CommandLine(new DrawCommand());
      case "init" -> new CommandLine(new InitCommand());
      case "examples" -> new CommandLine(new ExamplesCommand());
      case "export" -> new CommandLine(new ExportCommand());
      case "schema" -> new CommandLine(new SchemaCommand());
      case "nft" -> new CommandLine(new Nft());
      case "kernel" -> new CommandLine(new KernelCommand());
      case "clean" -> new CommandLine(new CleanCommand());
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** What help says of nft, which reads its words itself ({@link NftCommand}). */
  @Command(
      name = "nft",
      description = {
        "Runs nft on an empty Java kernel: dejima nft -c -f FILE checks a ruleset.",
        "With --kernel linux, as the first words, on the real one, where it is called."
      })
  private static final class Nft {}

  /** Without a command: how it is used. */
  @Override
  public void run() {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    command.usage(command.getOut());
  }
}
