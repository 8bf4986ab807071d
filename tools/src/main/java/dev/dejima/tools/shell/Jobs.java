package dev.dejima.tools.shell;

import dev.dejima.kernel.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a shell and its subshells started in the background. */
final class Jobs {
  private final List<Job> running = new ArrayList<>();
  private int last;

  /** Adds one; its number is the next. */
  Job add(Process process, String source) {
    running.removeIf(job -> job.process().ended());
    Job job = new Job(++last, process, source);
    running.add(job);
    return job;
  }

  /** Those that have not ended, in the order in which they were started. */
  List<Job> running() {
    running.removeIf(job -> job.process().ended());
    return List.copyOf(running);
  }

  /** Gives each what Ctrl-C gives, and waits for its end; who does not obey is killed. */
  void end() throws InterruptedException {
    for (Job job : running()) {
      Process process = job.process();
      process.interrupt();
      if (process.await(Interpreter.GRACE).isEmpty()) {
        process.kill();
      }
    }
  }

  /** The job that a word names: {@code %1}, or a number that {@code $!} was. */
  static Optional<Job> find(List<Job> jobs, String word) {
    return jobs.stream()
        .filter(job -> word.equals("%" + job.number()) || word.equals(Integer.toString(job.pid())))
        .findFirst();
  }
}
