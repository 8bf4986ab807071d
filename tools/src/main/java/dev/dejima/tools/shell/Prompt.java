package dev.dejima.tools.shell;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Process;
import dev.dejima.tools.Invocation;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A shell that somebody types at. Each line runs in a process of its own, which Ctrl-C interrupts;
 * a line that is not whole yet is continued.
 */
final class Prompt {
  private static final int INTERRUPTED = 130;
  private static final int WRONG = 2;

  private final ShTool owner;
  private final LineEditor editor;
  private final Invocation call;
  private final ShellState state;
  private @Nullable Integer exit;

  Prompt(ShTool owner, LineEditor editor, Invocation call, ShellState state) {
    this.owner = owner;
    this.editor = editor;
    this.call = call;
    this.state = state;
  }

  /** Reads and runs lines up to {@code exit} or the end of them. */
  int run() throws IOException, InterruptedException {
    String name = state.namespace.name();
    String prompt = (name.isEmpty() ? call.kernel().name() : name) + "# ";
    while (exit == null) {
      rest(call.kernel());
      String line = owner.read(editor, state.namespace, prompt);
      if (line == null) {
        return state.status;
      }
      Script script = whole(line);
      if (script != null && !script.lists().isEmpty()) {
        state.status = run(script);
        if (state.status == INTERRUPTED) {
          call.print("");
        }
      }
    }
    return exit;
  }

  /** What is due goes before the prompt. Whoever is killed is told here. */
  private static void rest(Kernel kernel) throws InterruptedException {
    kernel.clock().sleep(Duration.ofNanos(1));
  }

  /** The line with those that it needs; null if it was given up, or is wrong. */
  private @Nullable Script whole(String first) throws IOException {
    String text = first;
    while (true) {
      try {
        return Script.parse(text, 1);
      } catch (ShellSyntaxException e) {
        String more = e.incomplete() ? owner.read(editor, state.namespace, "> ") : null;
        if (more == null) {
          call.complain(e.describe(text));
          state.status = WRONG;
          return null;
        }
        if (more.isEmpty() && !text.endsWith("\n")) {
          return null;
        }
        text += "\n" + more;
      }
    }
  }

  private int run(Script script) throws InterruptedException {
    String name = script.lists().getFirst().source();
    Process child =
        call.process().start(state.namespace, name, call.streams(), self -> line(self, script));
    owner.enter(child);
    try {
      return Interpreter.await(child);
    } catch (InterruptedException e) {
      return INTERRUPTED;
    } finally {
      owner.leave(child);
    }
  }

  private int line(Process self, Script script) throws IOException, InterruptedException {
    Interpreter shell = new Interpreter(call.toolbox(), state, self, self, call.streams(), false);
    try {
      return shell.run(script);
    } catch (Jump.Exit done) {
      exit = done.status;
      return done.status;
    } catch (Jump.Return | Jump.Leave done) {
      return state.status;
    } catch (ShellError e) {
      shell.complain(String.valueOf(e.getMessage()));
      return WRONG;
    }
  }
}
