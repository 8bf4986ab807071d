package dev.dejima.tools.shell;

import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.shell.Script.Assignment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a simple command: one of the shell's own, a function, a tool or a program. */
final class SimpleCommand {
  private final Interpreter shell;
  private final ShellState state;

  SimpleCommand(Interpreter shell) {
    this.shell = shell;
    this.state = shell.state;
  }

  int run(Script.Simple command) throws IOException, InterruptedException {
    Expansion expansion = shell.expansion();
    int before = state.status;
    state.status = 0;
    List<String> words;
    try {
      state.status = before;
      words = expansion.fields(command.words());
    } catch (ShellError e) {
      throw new ShellError(at(command, e));
    }
    Streams opened;
    try {
      opened = Streams.open(shell.streams, command.redirections(), state.directory, expansion);
    } catch (IOException e) {
      shell.complain(String.valueOf(e.getMessage()));
      return 1;
    }
    try (opened) {
      return run(command, words, expansion, opened.streams());
    } catch (ShellError e) {
      throw new ShellError(at(command, e));
    }
  }

  private static String at(Script.Simple command, ShellError e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("line ") ? message : "line " + command.line() + ": " + message;
  }

  private int run(
      Script.Simple command, List<String> words, Expansion expansion, StandardStreams streams)
      throws IOException, InterruptedException {
    if (words.isEmpty()) {
      if (command.words().isEmpty()) {
        state.status = 0;
      }
      for (Assignment assignment : command.assignments()) {
        state.assign(assignment.name(), expansion.text(assignment.value()));
      }
      trace(command.assignments(), words);
      return state.status;
    }
    trace(command.assignments(), words);
    Map<String, @Nullable String> replaced = new HashMap<>();
    for (Assignment assignment : command.assignments()) {
      replaced.put(assignment.name(), state.variables.get(assignment.name()));
      state.assign(assignment.name(), expansion.text(assignment.value()));
    }
    try {
      return call(words, streams);
    } finally {
      restore(replaced);
    }
  }

  private void restore(Map<String, @Nullable String> values) {
    values.forEach(
        (name, value) -> {
          if (value == null) {
            state.variables.remove(name);
          } else {
            state.variables.put(name, value);
          }
        });
  }

  private void trace(List<Assignment> assignments, List<String> words) {
    if (state.trace) {
      List<String> shown = new ArrayList<>();
      for (Assignment assignment : assignments) {
        shown.add(assignment.name() + "=" + state.variables.getOrDefault(assignment.name(), ""));
      }
      shown.addAll(words);
      shell.complain(
          shown.stream().map(SimpleCommand::quote).collect(Collectors.joining(" ", "+ ", "")));
    }
  }

  private static String quote(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private int call(List<String> words, StandardStreams streams)
      throws IOException, InterruptedException {
    String name = words.getFirst();
    ShellCommands.Body own = ShellCommands.find(name);
    Interpreter runner =
        new Interpreter(shell.toolbox, state, shell.self, shell.job, streams, shell.tested());
    try {
      if (own != null) {
        shell.job.ready();
        return own.run(runner, words.subList(1, words.size()));
      }
    } catch (UsageException e) {
      runner.complain(String.valueOf(e.getMessage()));
      return e.status();
    }
    Script.Command function = state.functions.get(name);
    if (function != null) {
      return function(runner, function, words);
    }
    Tool tool = shell.toolbox.find(name).orElse(null);
    if (tool instanceof Builtins.Builtin builtin && builtin.isQuick()) {
      return shell.toolbox.run(shell.invocation(shell.self, streams, words));
    }
    Process child =
        shell.self.start(
            state.namespace,
            name,
            streams,
            process -> shell.toolbox.run(shell.invocation(process, streams, words)));
    return Interpreter.await(child);
  }

  private int function(Interpreter runner, Script.Command body, List<String> words)
      throws IOException, InterruptedException {
    List<String> parameters = state.parameters;
    Map<String, @Nullable String> hidden = state.hidden;
    Map<String, @Nullable String> own = new HashMap<>();
    List<String> called = new ArrayList<>(words);
    called.set(0, parameters.getFirst());
    state.parameters = called;
    state.hidden = own;
    try {
      Script.Pipeline pipeline = new Script.Pipeline(false, List.of(body));
      return runner.run(new Script.AndOrList(body.line(), pipeline, List.of(), false, ""));
    } catch (Jump.Return done) {
      return done.status;
    } finally {
      restore(own);
      state.parameters = parameters;
      state.hidden = hidden;
    }
  }
}
