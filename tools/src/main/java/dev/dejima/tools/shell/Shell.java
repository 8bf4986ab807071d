package dev.dejima.tools.shell;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Pipe;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.shell.Script.AndOrList;
import dev.dejima.tools.shell.Script.Command;
import dev.dejima.tools.shell.Script.Link;
import dev.dejima.tools.shell.Script.Pipeline;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs shell lines on a kernel, in its initial namespace. Lines run in the foreground one after
 * another; a background job delays the next line until it is ready, that is, listens or captures.
 */
public final class Shell {
  /** How long packets on their way, and jobs about to end, are waited for at the end. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  /** How long a job may take to obey Ctrl-C. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Kernel kernel;
  private final Toolbox toolbox;
  private final StandardStreams streams;
  private final Path directory;
  private final List<Process> jobs = new ArrayList<>();
  private @Nullable Integer exit;

  /** A shell whose relative file names start at {@code directory}. */
  public Shell(Kernel kernel, Toolbox toolbox, StandardStreams streams, Path directory) {
    this.kernel = kernel;
    this.toolbox = toolbox;
    this.streams = streams;
    this.directory = directory;
  }

  /**
   * Runs a script, or one line of it, up to {@code exit}.
   *
   * @return the exit status of the last command
   */
  public int run(Script script) throws InterruptedException {
    int status = 0;
    for (AndOrList list : script.lists()) {
      status = run(list);
      if (exit != null) {
        return exit;
      }
    }
    return status;
  }

  /** The status given to {@code exit}, once it was called. */
  public @Nullable Integer exited() {
    return exit;
  }

  /** Gives what still runs in the background what Ctrl-C gives, and waits for its end. */
  public void close() throws InterruptedException {
    jobs.removeIf(Process::ended);
    if (jobs.isEmpty()) {
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
    for (Process job : jobs) {
      job.interrupt();
      if (job.await(GRACE).isEmpty()) {
        job.kill();
      }
    }
    jobs.clear();
  }

  private int run(AndOrList list) throws InterruptedException {
    String name = String.join(" ", list.first().commands().getFirst().words());
    if (!list.background() && list.rest().isEmpty() && list.first().commands().size() == 1) {
      List<String> words = list.first().commands().getFirst().words();
      switch (words.getFirst()) {
        case "wait" -> {
          return waitForJobs();
        }
        case "exit" -> {
          exit = words.size() > 1 ? number(words.get(1)) : 0;
          return exit;
        }
        case ".", "source" -> {
          return include(words);
        }
        default -> {}
      }
    }
    if (!list.background()) {
      return kernel.run(kernel.initial(), name, streams, self -> run(self, list));
    }
    StandardStreams detached = streams.withIn(InputStream.nullInputStream());
    Process job = kernel.start(kernel.initial(), name, detached, self -> run(self, list));
    jobs.removeIf(Process::ended);
    jobs.add(job);
    job.awaitReady();
    return 0;
  }

  /** Runs the lines of another file as if they stood here. */
  private int include(List<String> words) throws InterruptedException {
    if (words.size() != 2) {
      return complain(words.getFirst() + ": one file name is expected", 2);
    }
    String name = words.get(1);
    try {
      return run(Script.parse(Files.readString(directory.resolve(name)), 1));
    } catch (IOException e) {
      return complain(words.getFirst() + ": " + name + ": cannot be read", 1);
    } catch (ShellSyntaxException e) {
      return complain(name + ":" + e.line() + ":" + e.column() + ": " + e.getMessage(), 2);
    }
  }

  private int complain(String message, int status) {
    new PrintStream(streams.err(), true, StandardCharsets.UTF_8).print(message + "\n");
    return status;
  }

  private int waitForJobs() throws InterruptedException {
    for (Process job : jobs) {
      job.await();
    }
    jobs.clear();
    return 0;
  }

  private static int number(String word) {
    try {
      return Integer.parseInt(word) & 0xff;
    } catch (NumberFormatException e) {
      return 2;
    }
  }

  private int run(Process self, AndOrList list) throws IOException, InterruptedException {
    int status = run(self, list.first());
    for (Link link : list.rest()) {
      if (link.ifSucceeded() == (status == 0)) {
        status = run(self, link.pipeline());
      }
    }
    return status;
  }

  private int run(Process self, Pipeline pipeline) throws IOException, InterruptedException {
    List<Command> commands = pipeline.commands();
    List<Process> stages = new ArrayList<>();
    StandardStreams next = self.streams();
    for (int i = 0; i < commands.size(); i++) {
      StandardStreams own = next;
      if (i + 1 < commands.size()) {
        Pipe pipe = self.kernel().pipe();
        own = own.withOut(pipe.sink());
        next = self.streams().withIn(pipe.source());
      }
      Command command = commands.get(i);
      boolean first = i == 0;
      boolean last = i + 1 == commands.size();
      Program stage = process -> run(self, process, command, !first, !last);
      stages.add(self.start(self.namespace(), command.words().getFirst(), own, stage));
    }
    int status = 0;
    for (Process stage : stages) {
      status = await(stage);
    }
    return status;
  }

  /** Ctrl-C reaches the children too, which may have something to say yet. */
  private static int await(Process stage) throws InterruptedException {
    try {
      return stage.await();
    } catch (InterruptedException e) {
      stage.interrupt();
      return stage.await(GRACE).orElseThrow(() -> e);
    }
  }

  private int run(Process job, Process self, Command command, boolean pipedIn, boolean pipedOut)
      throws IOException, InterruptedException {
    StandardStreams own = self.streams();
    List<Closeable> files = new ArrayList<>();
    try {
      if (command.input() != null) {
        own = own.withIn(Files.newInputStream(directory.resolve(command.input())));
        files.add(own.in());
      }
      if (command.output() != null) {
        StandardOpenOption mode =
            command.append() ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        Path file = directory.resolve(command.output());
        own =
            own.withOut(
                Files.newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode));
        files.add(own.out());
      }
      return toolbox.run(new Invocation(toolbox, self, job, own, command.words()));
    } catch (NoSuchFileException e) {
      new Invocation(toolbox, self, job, own, List.of())
          .complain(e.getFile() + ": No such file or directory");
      return 1;
    } finally {
      for (Closeable file : files) {
        file.close();
      }
      if (pipedIn) {
        self.streams().in().close();
      }
      if (pipedOut) {
        self.streams().out().close();
      }
    }
  }
}
