package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.shell.Script;
import dev.dejima.tools.shell.Shell;
import dev.dejima.tools.shell.ShellSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dejima shell}: the same commands, typed. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = "An interactive prompt for ip, nft, nc, ping, tcpdump and the like.")
final class ShellCommand implements Callable<Integer> {
  @Mixin KernelChoice kernel = new KernelChoice();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Kernel kernel = this.kernel.open(true);
        org.jline.terminal.Terminal terminal =
            TerminalBuilder.builder().system(true).dumb(true).build()) {
      Toolbox toolbox = Tools.all();
      Shell shell = new Shell(kernel, toolbox, Terminal.streams(kernel), Path.of(""));
      Thread main = Thread.currentThread();
      terminal.handle(Signal.INT, signal -> main.interrupt());
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .parser(new DefaultParser().escapeChars(null))
              .completer(new LiveCompleter(kernel, toolbox))
              .variable(LineReader.HISTORY_FILE, history())
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      int status = prompt(reader, shell);
      shell.close();
      return status;
    }
  }

  private static Path history() {
    return Path.of(System.getProperty("user.home"), ".dejima_history");
  }

  private static int prompt(LineReader reader, Shell shell) {
    int status = 0;
    while (true) {
      String line;
      try {
        line = reader.readLine("dejima> ");
      } catch (UserInterruptException e) {
        continue;
      } catch (EndOfFileException e) {
        return status;
      }
      try {
        status = shell.run(Script.parse(line, 1));
      } catch (ShellSyntaxException e) {
        System.err.println(ShCommand.describe("line", line, e));
        status = ExitStatus.WRONG_INPUT;
      } catch (InterruptedException e) {
        System.out.println();
        status = 130;
      }
      Integer exit = shell.exited();
      if (exit != null) {
        return exit;
      }
    }
  }
}
