package dev.dejima.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Programs that run one after the other, again and again, and the least that they have cost. */
final class Job {
  private static final double MILLI = 1e6;
  private static final double MEBI = 1024;

  private final String name;
  private final List<List<String>> before;
  private final List<List<String>> timed;
  private final @Nullable Path input;
  private long wall = Long.MAX_VALUE;
  private long processor = Long.MAX_VALUE;
  private long peak;
  private int failures;

  /**
   * A job.
   *
   * @param before commands that are not timed
   * @param input what they read; absent for nothing
   */
  Job(String name, List<List<String>> before, List<List<String>> timed, @Nullable Path input) {
    this.name = name;
    this.before = before;
    this.timed = timed;
    this.input = input;
  }

  /** A job of one command, its words separated by blanks. */
  static Job of(String name, String... commands) {
    return new Job(name, List.of(), words(commands), null);
  }

  static List<List<String>> words(String... commands) {
    return Arrays.stream(commands).map(command -> List.of(command.split(" "))).toList();
  }

  /** Runs it once more, on the clock. What crashes, as nft itself may, does not count. */
  void round() throws IOException, InterruptedException {
    for (List<String> command : before) {
      start(command).waitFor();
    }
    long processorBefore = ChildUsage.processorTime();
    long start = System.nanoTime();
    boolean ended = true;
    for (List<String> command : timed) {
      ended &= start(command).waitFor() == 0;
    }
    if (ended) {
      wall = Math.min(wall, System.nanoTime() - start);
      processor = Math.min(processor, ChildUsage.processorTime() - processorBefore);
    } else {
      failures++;
    }
  }

  /** Runs it once, off the clock, and looks at its memory. */
  void weigh() throws IOException, InterruptedException {
    for (List<String> command : before) {
      start(command).waitFor();
    }
    for (List<String> command : timed) {
      peak = Math.max(peak, ChildUsage.peakMemory(start(command)));
    }
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectInput(input == null ? Redirect.PIPE : Redirect.from(input.toFile()))
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }

  String name() {
    return name;
  }

  /** Nanoseconds of the quickest round; {@link Long#MAX_VALUE} if none came to its end. */
  long wall() {
    return wall;
  }

  /** Whether any round came to its end. */
  boolean ended() {
    return wall < Long.MAX_VALUE;
  }

  static String header() {
    return "%-40s %9s %9s %9s  %s".formatted("", "wall ms", "cpu ms", "peak MiB", "of its time");
  }

  /** A line of what it has cost, and of its ratios to what it is compared with. */
  String line(Iterable<Job> others) {
    StringBuilder text = new StringBuilder("  %-38s".formatted(name));
    if (!ended()) {
      return text.append(" failed in all rounds: ").append(timed).toString();
    }
    text.append(" %9.1f %9.1f %9.0f ".formatted(wall / MILLI, processor / MILLI, peak / MEBI));
    for (Job other : others) {
      if (other.ended()) {
        text.append(
            " %.2f of %s's (cpu %.2f)"
                .formatted(
                    (double) wall / other.wall, other.name, (double) processor / other.processor));
      }
    }
    return text.append(failures == 0 ? "" : " failed in %d rounds".formatted(failures)).toString();
  }
}
