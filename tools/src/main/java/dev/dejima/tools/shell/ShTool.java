package dev.dejima.tools.shell;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * {@code sh}: a line ({@code -c}), a file, or its standard input; where somebody types, a prompt in
 * the namespace that it is called in. {@code bash} is another name of it.
 */
public final class ShTool implements Tool {
  private final String name;
  private final @Nullable LineEditor editor;

  /** The lines that run now, the innermost prompt's first. */
  private final ConcurrentLinkedDeque<Process> foreground;

  /** Whether a prompt awaits a line: what runs then is what the prompt is in. */
  private volatile boolean reading;

  private ShTool(
      String name, @Nullable LineEditor editor, ConcurrentLinkedDeque<Process> foreground) {
    this.name = name;
    this.editor = editor;
    this.foreground = foreground;
  }

  /** A shell without anybody who types. */
  public ShTool() {
    this("sh", null, new ConcurrentLinkedDeque<>());
  }

  /** A shell whose prompts read lines with this. */
  public ShTool(LineEditor editor) {
    this("sh", editor, new ConcurrentLinkedDeque<>());
  }

  /** The same by another name. */
  public ShTool named(String other) {
    return new ShTool(other, editor, foreground);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public boolean isInteractive() {
    return editor != null;
  }

  /** What Ctrl-C does while a line runs: the innermost one is interrupted. */
  public void interrupt() {
    Process innermost = foreground.peek();
    if (innermost != null && !reading) {
      innermost.interrupt();
    }
  }

  /** The next line of a prompt. */
  @Nullable String read(LineEditor from, Namespace where, String prompt) throws IOException {
    reading = true;
    try {
      return from.read(where, prompt);
    } finally {
      reading = false;
    }
  }

  void enter(Process line) {
    foreground.push(line);
  }

  void leave(Process line) {
    foreground.remove(line);
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(call.arguments());
    String options = "";
    while (!words.isEmpty() && words.getFirst().matches("[-+][a-z]+")) {
      options += words.removeFirst().substring(1);
    }
    if (!options.matches("[ceuxi]*")) {
      throw new UsageException(2, name + ": -" + options + " is not supported; known: -c -e -u -x");
    }
    String line = options.contains("c") ? first(words, "-c: a line is expected") : null;
    List<String> parameters = words.isEmpty() ? List.of(name) : words;
    ShellState state = new ShellState(call.namespace(), Path.of(""), parameters);
    state.exitOnError = options.contains("e");
    state.unsetIsWrong = options.contains("u");
    state.trace = options.contains("x");
    if (line != null) {
      return script(call, state, "-c", line);
    }
    if (!words.isEmpty()) {
      return script(call, state, words.getFirst(), read(words.getFirst()));
    }
    if (editor != null) {
      call.ready();
      return new Prompt(this, editor, call, state).run();
    }
    byte[] all = call.in().readAllBytes();
    return script(call, state, "standard input", new String(all, StandardCharsets.UTF_8));
  }

  private String first(List<String> words, String complaint) {
    if (words.isEmpty()) {
      throw new UsageException(2, name + ": " + complaint);
    }
    return words.removeFirst();
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UsageException(127, name + ": " + file + ": cannot be read");
    }
  }

  private int script(Invocation call, ShellState state, String file, String text)
      throws IOException, InterruptedException {
    Script script;
    try {
      script = Script.parse(text, 1);
    } catch (ShellSyntaxException e) {
      throw new UsageException(
          2, "%s:%d:%d: %s".formatted(file, e.line(), e.column(), e.describe(text)));
    }
    Process self = call.process();
    Interpreter shell = new Interpreter(call.toolbox(), state, self, self, call.streams(), false);
    call.ready();
    int status = shell.runToEnd(script);
    String atExit = state.atExit;
    if (atExit != null) {
      shell.runToEnd(ShellCommands.parse("trap", atExit));
    }
    return status;
  }
}
