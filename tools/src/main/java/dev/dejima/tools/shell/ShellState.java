package dev.dejima.tools.shell;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a shell remembers from one command to the next. A subshell has a copy. */
final class ShellState {
  final Namespace namespace;
  final Path directory;
  final Map<String, String> variables;
  final Set<String> constants = new HashSet<>();
  final Map<String, Script.Command> functions;
  final List<Job> jobs = new ArrayList<>();

  /** All that it, and the shells it came from, ever started in the background. */
  final Jobs everyJob;

  /** The words that {@code $0}, {@code $1} and so on are. */
  List<String> parameters;

  /** What the variables were that a running function has as its own; null outside functions. */
  @Nullable Map<String, @Nullable String> hidden;

  /** The commands of {@code trap … EXIT}. */
  @Nullable String atExit;

  int status;
  int lastJob;
  boolean exitOnError;
  boolean unsetIsWrong;
  boolean trace;
  boolean pipeFails;

  ShellState(Namespace namespace, Path directory, List<String> parameters) {
    this.namespace = namespace;
    this.directory = directory;
    this.parameters = List.copyOf(parameters);
    this.variables = new HashMap<>();
    this.functions = new HashMap<>();
    this.everyJob = new Jobs();
  }

  private ShellState(ShellState other) {
    namespace = other.namespace;
    directory = other.directory;
    parameters = other.parameters;
    variables = new HashMap<>(other.variables);
    constants.addAll(other.constants);
    functions = new HashMap<>(other.functions);
    everyJob = other.everyJob;
    hidden = other.hidden == null ? null : new HashMap<>();
    status = other.status;
    lastJob = other.lastJob;
    exitOnError = other.exitOnError;
    unsetIsWrong = other.unsetIsWrong;
    trace = other.trace;
    pipeFails = other.pipeFails;
  }

  /** What a subshell begins with. */
  ShellState copy() {
    return new ShellState(this);
  }

  /** The value of a variable or parameter; null if it is not set. */
  @Nullable String value(String name) {
    return switch (name) {
      case "?" -> Integer.toString(status);
      case "#" -> Integer.toString(parameters.size() - 1);
      case "$" -> "1";
      case "!" -> lastJob == 0 ? null : Integer.toString(lastJob);
      case "-" -> (exitOnError ? "e" : "") + (unsetIsWrong ? "u" : "") + (trace ? "x" : "");
      case "*", "@" -> parameters.size() == 1 ? null : String.join(" ", positional());
      case "PWD" -> directory.toAbsolutePath().normalize().toString();
      default -> {
        if (!Character.isDigit(name.charAt(0))) {
          yield variables.get(name);
        }
        int index = name.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(name);
        yield index < parameters.size() ? parameters.get(index) : null;
      }
    };
  }

  /** {@code $1} and those behind it. */
  List<String> positional() {
    return parameters.subList(1, parameters.size());
  }

  /** Sets a variable. */
  void assign(String name, String value) {
    if (constants.contains(name)) {
      throw new ShellError(name + ": is read only");
    }
    variables.put(name, value);
  }

  /** Adds a job, which {@code $!} is from now on. */
  Job add(Process process, String source) {
    Job job = everyJob.add(process, source);
    jobs.add(job);
    lastJob = job.pid();
    return job;
  }
}
