package dev.dejima.tools.shell;

import dev.dejima.kernel.Pipe;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.shell.Script.AndOrList;
import dev.dejima.tools.shell.Script.Command;
import dev.dejima.tools.shell.Script.Link;
import dev.dejima.tools.shell.Script.Pipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands in the process of a shell, or of a subshell. A command that is a tool or a program
 * has a process of its own, below it.
 */
final class Interpreter {
  /** How long a command may take to obey Ctrl-C. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** A turn of a loop takes time, so that what it may wait for goes on meanwhile. */
  private static final Duration TURN = Duration.ofNanos(100_000);

  private static final int CANNOT = 1;
  private static final int INTERRUPTED = 130;

  final Toolbox toolbox;
  final ShellState state;
  final Process self;
  final Process job;
  final StandardStreams streams;

  /** Whether a failure here is asked for, by {@code if} or {@code &&}: it is none for set -e. */
  private final boolean tested;

  Interpreter(
      Toolbox toolbox,
      ShellState state,
      Process self,
      Process job,
      StandardStreams streams,
      boolean tested) {
    this.toolbox = toolbox;
    this.state = state;
    this.self = self;
    this.job = job;
    this.streams = streams;
    this.tested = tested;
  }

  boolean tested() {
    return tested;
  }

  private Interpreter with(StandardStreams other) {
    return new Interpreter(toolbox, state, self, job, other, tested);
  }

  private Interpreter asked() {
    return new Interpreter(toolbox, state, self, job, streams, true);
  }

  private Interpreter subshell(Process process, Process told, StandardStreams other) {
    return new Interpreter(toolbox, state.copy(), process, told, other, tested);
  }

  Expansion expansion() {
    return new Expansion(state, this::output);
  }

  void complain(String message) {
    new PrintStream(streams.err(), true, StandardCharsets.UTF_8).print(message + "\n");
  }

  /** Runs all of it, up to what leaves it. */
  int run(Script script) throws IOException, InterruptedException {
    for (AndOrList list : script.lists()) {
      run(list);
    }
    return state.status;
  }

  /** Runs all of it as a shell of its own. */
  int runToEnd(Script script) throws IOException, InterruptedException {
    try {
      return run(script);
    } catch (Jump.Exit exit) {
      return exit.status;
    } catch (Jump.Return done) {
      return done.status;
    } catch (Jump.Leave leave) {
      return state.status;
    } catch (ShellError e) {
      complain(String.valueOf(e.getMessage()));
      return 2;
    }
  }

  /** Runs a list, in the background perhaps. */
  int run(AndOrList list) throws IOException, InterruptedException {
    if (list.background()) {
      start(list);
      state.status = 0;
      return 0;
    }
    int links = list.rest().size();
    int status = links == 0 ? run(list.first()) : asked().run(list.first());
    for (int i = 0; i < links; i++) {
      Link link = list.rest().get(i);
      if (link.ifSucceeded() == (status == 0)) {
        Interpreter runner = i + 1 == links ? this : asked();
        status = runner.run(link.pipeline());
      }
    }
    return status;
  }

  private void start(AndOrList list) throws InterruptedException {
    StandardStreams detached = streams.withIn(InputStream.nullInputStream());
    AndOrList foreground =
        new AndOrList(list.line(), list.first(), list.rest(), false, list.source());
    ShellState copy = state.copy();
    Process process =
        self.kernel()
            .start(
                state.namespace,
                list.source(),
                detached,
                child ->
                    new Interpreter(toolbox, copy, child, child, detached, tested)
                        .runToEnd(new Script(List.of(foreground))));
    state.add(process, list.source());
    process.awaitReady();
  }

  private int run(Pipeline pipeline) throws IOException, InterruptedException {
    List<Command> commands = pipeline.commands();
    Interpreter runner = pipeline.negated() ? asked() : this;
    int status = commands.size() == 1 ? runner.run(commands.getFirst()) : runner.pipe(commands);
    if (pipeline.negated()) {
      status = status == 0 ? 1 : 0;
    } else if (status != 0 && state.exitOnError && !tested && fails(commands)) {
      state.status = status;
      throw new Jump.Exit(status);
    }
    state.status = status;
    return status;
  }

  /** Whether set -e looks at it; inside most compound commands it has looked already. */
  private static boolean fails(List<Command> commands) {
    return commands.size() > 1
        || switch (commands.getFirst()) {
          case Script.Simple _ -> true;
          case Script.Group group -> group.subshell();
          case Script.If _, Script.Loop _, Script.For _, Script.Case _, Script.Function _ -> false;
        };
  }

  private int pipe(List<Command> commands) throws IOException, InterruptedException {
    List<Process> stages = new ArrayList<>();
    StandardStreams next = streams;
    for (int i = 0; i < commands.size(); i++) {
      StandardStreams own = next;
      boolean first = i == 0;
      boolean last = i + 1 == commands.size();
      if (!last) {
        Pipe pipe = self.kernel().pipe();
        own = own.withOut(pipe.sink());
        next = streams.withIn(pipe.source());
      }
      Command command = commands.get(i);
      StandardStreams piped = own;
      ShellState copy = state.copy();
      stages.add(
          self.start(
              state.namespace,
              name(command),
              own,
              process ->
                  stage(
                      new Interpreter(toolbox, copy, process, process, piped, tested),
                      command,
                      !first,
                      !last)));
    }
    for (Process stage : stages) {
      stage.awaitReady();
    }
    job.ready();
    int status = 0;
    for (Process stage : stages) {
      int own = await(stage);
      status = own == 0 && state.pipeFails ? status : own;
    }
    return status;
  }

  private static int stage(
      Interpreter interpreter, Command command, boolean pipedIn, boolean pipedOut)
      throws IOException, InterruptedException {
    Pipeline alone = new Pipeline(false, List.of(command));
    AndOrList list = new AndOrList(command.line(), alone, List.of(), false, "");
    try {
      return interpreter.runToEnd(new Script(List.of(list)));
    } finally {
      if (pipedIn) {
        interpreter.streams.in().close();
      }
      if (pipedOut) {
        interpreter.streams.out().close();
      }
    }
  }

  private static String name(Command command) {
    return command instanceof Script.Simple simple && !simple.words().isEmpty()
        ? Optional.ofNullable(simple.words().getFirst().bare()).orElse("a command")
        : "a compound command";
  }

  /**
   * Waits for a child. Ctrl-C reaches it too; the script goes on only if the child ends as if
   * nothing had been, as tcpdump does.
   */
  static int await(Process child) throws InterruptedException {
    try {
      return child.await();
    } catch (InterruptedException e) {
      child.interrupt();
      int status = child.await(GRACE).orElse(INTERRUPTED);
      if (status == INTERRUPTED) {
        throw e;
      }
      return status;
    }
  }

  private int run(Command command) throws IOException, InterruptedException {
    if (command.redirections().isEmpty() || command instanceof Script.Simple) {
      return runHere(command);
    }
    Streams opened;
    try {
      opened = Streams.open(streams, command.redirections(), state.directory, expansion());
    } catch (IOException e) {
      complain(String.valueOf(e.getMessage()));
      return CANNOT;
    }
    try (opened) {
      return with(opened.streams()).runHere(command);
    }
  }

  private int runHere(Command command) throws IOException, InterruptedException {
    return switch (command) {
      case Script.Simple simple -> new SimpleCommand(this).run(simple);
      case Script.Group group ->
          group.subshell()
              ? subshell(self, job, streams).runToEnd(group.body())
              : run(group.body());
      case Script.If branch -> {
        if (asked().run(branch.condition()) == 0) {
          yield run(branch.then());
        }
        state.status = 0;
        Script otherwise = branch.otherwise();
        yield otherwise == null ? 0 : run(otherwise);
      }
      case Script.Loop loop -> loop(loop);
      case Script.For each -> each(each);
      case Script.Case choice -> choose(choice);
      case Script.Function function -> {
        state.functions.put(function.name(), function.body());
        yield 0;
      }
    };
  }

  private int loop(Script.Loop loop) throws IOException, InterruptedException {
    int status = 0;
    while (asked().run(loop.condition()) == 0 != loop.until()) {
      try {
        status = run(loop.body());
      } catch (Jump.Leave leave) {
        status = 0;
        if (leavesFor(leave)) {
          break;
        }
      }
      self.kernel().clock().sleep(TURN);
    }
    return status;
  }

  private int each(Script.For each) throws IOException, InterruptedException {
    List<Word> words = each.words();
    List<String> values = words == null ? state.positional() : expansion().fields(words);
    int status = 0;
    for (String value : List.copyOf(values)) {
      state.assign(each.name(), value);
      try {
        status = run(each.body());
      } catch (Jump.Leave leave) {
        status = 0;
        if (leavesFor(leave)) {
          break;
        }
      }
    }
    return status;
  }

  /** Whether the loop ends; if not it goes on. Passes on what is meant for a loop around it. */
  private static boolean leavesFor(Jump.Leave leave) {
    if (leave.loops > 1) {
      throw new Jump.Leave(leave.loops - 1, leave.goOn);
    }
    return !leave.goOn;
  }

  private int choose(Script.Case choice) throws IOException, InterruptedException {
    String subject = expansion().text(choice.subject());
    for (Script.Branch branch : choice.branches()) {
      for (Word pattern : branch.patterns()) {
        if (ShellPattern.matches(expansion().pattern(pattern), subject)) {
          state.status = 0;
          return run(branch.body());
        }
      }
    }
    return 0;
  }

  /** What the commands of {@code $(…)} print. */
  private String output(Script script) throws IOException, InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    state.status = subshell(self, job, streams.withOut(printed)).runToEnd(script);
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** A call of a tool, in this process. */
  Invocation invocation(Process process, StandardStreams own, List<String> words) {
    return new Invocation(toolbox, process, job, own, words).in(state.namespace);
  }
}
