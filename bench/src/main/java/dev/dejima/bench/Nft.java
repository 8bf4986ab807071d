package dev.dejima.bench;

import dev.dejima.bench.NftRulesets.Ruleset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Times nft's work on large rulesets beside the real nft: as whole processes, start-up included, in
 * turn; and inside a running Java. To be run in a network namespace of its own.
 */
final class Nft {
  private static final int ROUNDS = 11;
  private static final int ROUNDS_OF_START = 25;
  private static final int ROUNDS_OF_MILLION = 3;
  private static final double MILLI = 1e6;

  private final String dejima;
  private final List<String> programs;
  private final NftRulesets rulesets;
  private final NftWarm warm = new NftWarm();

  private Nft(String dejima, List<String> programs, Path directory) {
    this.dejima = dejima;
    this.programs = programs;
    this.rulesets = new NftRulesets(directory);
  }

  /** Takes the project's directory, then the real nft's names or paths. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("dejima-bench");
    try {
      String dejima = Path.of(args[0], "dejima").toString();
      new Nft(dejima, List.of(args).subList(1, args.length), directory).all();
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
    System.exit(0);
  }

  private void all() throws Exception {
    System.out.println(Machine.facts());
    System.out.println(Job.header());
    start(rulesets.oneRule());
    for (Ruleset ruleset : rulesets.usual()) {
      check(ruleset);
      list(ruleset, "list", "list ruleset");
      list(ruleset, "list as JSON", "-j list ruleset");
    }
    million(rulesets.million());
    System.out.println(Machine.facts());
  }

  private static String title(String what, Ruleset ruleset) {
    return "%s, %,d %s".formatted(what, ruleset.size(), ruleset.name());
  }

  private void start(Ruleset ruleset) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String jar = Hello.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Job hello =
        Job.of("java, hello world", "%s -cp %s %s".formatted(java, jar, Hello.class.getName()));
    Job ours = Job.of("dejima", dejima + " nft -c -f " + ruleset.file());
    measure(title("check", ruleset), List.of(hello), ours, ROUNDS_OF_START);
  }

  private void check(Ruleset ruleset) throws Exception {
    List<Job> theirs = theirs("-c -f " + ruleset.file());
    Job ours = Job.of("dejima", dejima + " nft -c -f " + ruleset.file());
    measure(title("check", ruleset), theirs, ours, ROUNDS);
    warm(theirs, "-c -f " + ruleset.file());
  }

  private void list(Ruleset ruleset, String what, String command) throws Exception {
    List<Job> theirs = theirs("-f " + ruleset.file(), command);
    measure(title("load and " + what, ruleset), theirs, ours(ruleset, command), ROUNDS);
    warm(theirs, "-f " + ruleset.file(), command);
  }

  private void million(Ruleset ruleset) throws Exception {
    List<Job> theirs = theirs("-f " + ruleset.file(), "list ruleset");
    measure(
        title("load and list", ruleset), theirs, ours(ruleset, "list ruleset"), ROUNDS_OF_MILLION);
  }

  /** The real kernel keeps the ruleset between two commands: it begins each round with none. */
  private List<Job> theirs(String... commands) {
    List<Job> theirs = new ArrayList<>();
    for (String nft : programs) {
      String[] timed =
          Stream.of(commands).map(command -> nft + " " + command).toArray(String[]::new);
      theirs.add(new Job(name(nft), Job.words(nft + " flush ruleset"), Job.words(timed), null));
    }
    return theirs;
  }

  /**
   * A Java kernel goes with its process: one that reads both commands, one after the other. A file
   * that ended with the question would be answered before its rules are there.
   */
  private Job ours(Ruleset ruleset, String command) throws IOException {
    Path both = ruleset.file().resolveSibling("list-" + ruleset.file().getFileName());
    Files.writeString(both, "include \"%s\"\nlist ruleset\n".formatted(ruleset.file()));
    String json = command.startsWith("-j") ? " -j" : "";
    return new Job("dejima", List.of(), Job.words(dejima + " nft" + json + " -i"), both);
  }

  private static String name(String program) {
    return String.valueOf(Path.of(program).getFileName());
  }

  private static void measure(String title, List<Job> theirs, Job ours, int rounds)
      throws Exception {
    List<Job> all = new ArrayList<>(theirs);
    all.add(ours);
    for (Job job : all) {
      job.weigh();
    }
    for (int round = 0; round < rounds; round++) {
      for (Job job : all) {
        job.round();
      }
    }
    System.out.println(title);
    theirs.forEach(job -> System.out.println(job.line(List.of())));
    System.out.println(ours.line(theirs));
  }

  private void warm(List<Job> theirs, String... commands) throws Exception {
    long nanos = warm.quickest(commands);
    StringBuilder text = new StringBuilder("  %-38s".formatted("dejima, in a running Java"));
    text.append(" %9.1f %9s %9s ".formatted(nanos / MILLI, "", ""));
    for (Job other : theirs) {
      if (other.ended()) {
        text.append(" %.2f of %s's".formatted((double) nanos / other.wall(), other.name()));
      }
    }
    System.out.println(text);
  }
}
