package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.shell.ShTool;
import dev.dejima.tools.shell.StandardTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The shell at a terminal. All prompts, also those inside namespaces, read by one line reader; what
 * Ctrl-C means while a line runs is the innermost prompt's matter.
 */
final class TypedShell {
  private final Kernel kernel;
  private final StandardStreams streams;
  private final LineReader reader;
  private final LiveCompleter completer;
  private final Toolbox toolbox;

  /**
   * A shell.
   *
   * @param streams those of the terminal, for what is run
   * @param history the file that keeps what was typed; null for none
   * @param recorded what may be written as a lab
   */
  TypedShell(
      Kernel kernel,
      Terminal terminal,
      StandardStreams streams,
      @Nullable Path history,
      Recorded recorded) {
    this.kernel = kernel;
    this.streams = streams;
    ShTool shell = new ShTool(this::read);
    this.toolbox = recorded.toolbox(StandardTools.list(new TypedLines(), shell));
    this.completer = new LiveCompleter(kernel, toolbox);
    terminal.handle(Signal.INT, signal -> shell.interrupt());
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(new DefaultParser().escapeChars(null))
            .completer(completer)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    this.reader = builder.build();
  }

  /** Runs until it is left; the exit status. */
  int run() throws InterruptedException {
    return kernel.run(
        kernel.initial(),
        "sh",
        streams,
        self -> toolbox.run(new Invocation(toolbox, self, self, streams, List.of("sh"))));
  }

  private @Nullable String read(Namespace where, String prompt) throws IOException {
    try {
      return kernel.external(
          () -> {
            completer.at(where);
            return reader.readLine(prompt);
          });
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
