package dev.dejima.tools.shell;

import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code wait}, {@code kill}, {@code jobs} and {@code fg}. */
final class JobCommands {
  static final Map<String, ShellCommands.Body> COMMANDS =
      Map.of(
          "wait", JobCommands::waitFor,
          "kill", JobCommands::kill,
          "jobs", JobCommands::jobs,
          "fg", JobCommands::foreground);

  private static final Map<String, Integer> SIGNALS =
      Map.of("0", 0, "HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15);

  private static final int UNKNOWN = 127;

  private JobCommands() {}

  private static Optional<Job> find(ShellState state, String word) {
    String name = word.matches("%[%+]?") ? Integer.toString(state.lastJob) : word;
    return Jobs.find(state.everyJob.running(), name).or(() -> Jobs.find(state.jobs, name));
  }

  private static int waitFor(Interpreter shell, List<String> words) throws InterruptedException {
    ShellState state = shell.state;
    if (words.isEmpty()) {
      for (Job job : List.copyOf(state.jobs)) {
        job.await();
      }
      state.jobs.clear();
      return 0;
    }
    int status = 0;
    for (String word : words) {
      Optional<Job> job = find(state, word);
      status = job.isEmpty() ? UNKNOWN : job.get().await();
      job.ifPresent(state.jobs::remove);
    }
    return status;
  }

  private static int foreground(Interpreter shell, List<String> words)
      throws IOException, InterruptedException {
    Job job =
        find(shell.state, words.isEmpty() ? "%%" : words.getFirst())
            .filter(each -> !each.process().ended())
            .orElseThrow(() -> new UsageException(1, "fg: no such job"));
    ShellCommands.print(shell, job.source() + "\n");
    shell.state.jobs.remove(job);
    return Interpreter.await(job.process());
  }

  private static int jobs(Interpreter shell, List<String> words) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Job job : shell.state.everyJob.running()) {
      String mark = job.pid() == shell.state.lastJob ? "+" : " ";
      text.append("[%d]%s  Running  %s &\n".formatted(job.number(), mark, job.source()));
    }
    ShellCommands.print(shell, text.toString());
    return 0;
  }

  private static int kill(Interpreter shell, List<String> words) {
    int signal = 15;
    List<String> targets = words;
    if (!words.isEmpty() && words.getFirst().startsWith("-")) {
      boolean named = words.getFirst().equals("-s") && words.size() > 1;
      String word = named ? words.get(1) : words.getFirst().substring(1);
      signal = signal(word);
      targets = words.subList(named ? 2 : 1, words.size());
    }
    if (targets.isEmpty()) {
      throw ShellCommands.wrong("usage: kill [-s SIGNAL | -SIGNAL] JOB...");
    }
    int status = 0;
    for (String target : targets) {
      Optional<Job> job = find(shell.state, target).filter(each -> !each.process().ended());
      if (job.isEmpty()) {
        shell.complain("kill: " + target + ": No such process");
        status = 1;
      } else {
        job.get().signal(signal);
      }
    }
    return status;
  }

  private static int signal(String word) {
    String name = word.replaceFirst("^SIG", "");
    Integer number = SIGNALS.get(name);
    if (number == null
        && name.matches("[0-9]{1,2}")
        && SIGNALS.containsValue(Integer.valueOf(name))) {
      number = Integer.valueOf(name);
    }
    if (number == null) {
      throw ShellCommands.wrong(
          "kill: " + word + ": is not supported; known: HUP INT QUIT KILL USR1 USR2 TERM");
    }
    return number;
  }
}
