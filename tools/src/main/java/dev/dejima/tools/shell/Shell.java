package dev.dejima.tools.shell;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.shell.Script.AndOrList;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs shell lines on a kernel, in its initial namespace. Lines run in the foreground one after
 * another; a background job delays the next line until it is ready, that is, listens or captures.
 */
public final class Shell {
  /** How long packets on their way, and jobs about to end, are waited for at the end. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  private final Kernel kernel;
  private final Toolbox toolbox;
  private final StandardStreams streams;
  private final ShellState state;
  private @Nullable Integer exit;

  /** A shell whose relative file names start at {@code directory}. */
  public Shell(Kernel kernel, Toolbox toolbox, StandardStreams streams, Path directory) {
    this(kernel, toolbox, streams, directory, List.of("sh"), Map.of());
  }

  /**
   * A shell with parameters and variables.
   *
   * @param parameters {@code $0}, {@code $1} and so on; at least the first
   * @param variables what is set at the start
   */
  public Shell(
      Kernel kernel,
      Toolbox toolbox,
      StandardStreams streams,
      Path directory,
      List<String> parameters,
      Map<String, String> variables) {
    this.kernel = kernel;
    this.toolbox = toolbox;
    this.streams = streams;
    this.state = new ShellState(kernel.initial(), directory, parameters);
    state.variables.putAll(variables);
  }

  /**
   * Runs a script, or one line of it, up to {@code exit} or what ends a script: an error in an
   * expansion, or, with {@code set -e}, a failure.
   *
   * @return the exit status of the last command
   */
  public int run(Script script) throws InterruptedException {
    int status = 0;
    for (AndOrList list : script.lists()) {
      String name = list.source().isEmpty() ? "sh" : list.source();
      status = kernel.run(state.namespace, name, streams, self -> step(self, list));
      if (exit != null) {
        return exit;
      }
    }
    return status;
  }

  private int step(Process self, AndOrList list) throws IOException, InterruptedException {
    try {
      return new Interpreter(toolbox, state, self, self, streams, false).run(list);
    } catch (Jump.Exit done) {
      exit = done.status;
    } catch (Jump.Return done) {
      exit = done.status;
    } catch (Jump.Leave leave) {
      return state.status;
    } catch (ShellError e) {
      new PrintStream(streams.err(), true, StandardCharsets.UTF_8).print(e.getMessage() + "\n");
      exit = 2;
    }
    return exit;
  }

  /** The status given to {@code exit}, once it was called. */
  public @Nullable Integer exited() {
    return exit;
  }

  /**
   * Runs what {@code trap … EXIT} asked for; then gives what still runs in the background what
   * Ctrl-C gives, and waits for its end.
   */
  public void close() throws InterruptedException {
    String atExit = state.atExit;
    if (atExit != null) {
      state.atExit = null;
      kernel.run(
          state.namespace,
          "trap",
          streams,
          self ->
              new Interpreter(toolbox, state, self, self, streams, false)
                  .runToEnd(ShellCommands.parse("trap", atExit)));
    }
    if (state.everyJob.running().isEmpty()) {
      return;
    }
    kernel.run(
        kernel.initial(),
        "settle",
        streams,
        self -> {
          self.kernel().clock().sleep(SETTLE);
          return 0;
        });
    state.everyJob.end();
  }
}
