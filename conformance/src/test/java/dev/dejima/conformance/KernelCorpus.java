package dev.dejima.conformance;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes every rule of the corpus through the real kernel: loaded here and listed by the real nft,
 * and the reverse. What the real nft lists of what it loaded itself is expected. Rules that the
 * real nft cannot load, because it or the kernel lacks something, are named and left out. Run it
 * with the corpus file as argument; differences go to {@code target/kernel}.
 */
final class KernelCorpus {
  private final Map<Way, Score> scores = new EnumMap<>(Way.class);
  private final Map<String, List<String>> unsupported = new TreeMap<>();

  /** Through the kernel, one way or the other. */
  enum Way {
    /** Loaded by us, listed by the real nft. */
    LOAD,
    /** Loaded by the real nft, listed by us. */
    LIST,
    /** Loaded by either: what the kernel then tells is the same, user data and all. */
    SAME
  }

  /** How many of how many, and the rest. */
  static final class Score {
    int right;
    int all;
    private final List<String> differences = new ArrayList<>();

    private void add(CorpusRule rule, String expected, String found) {
      all++;
      if (Listings.canonical(expected).equals(Listings.canonical(found))) {
        right++;
      } else {
        differences.add(
            "%s:%d %s: %s%nexpected %s%nfound    %s%n"
                .formatted(rule.file(), rule.line(), rule.family(), rule.rule(), expected, found));
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    KernelCorpus corpus = new KernelCorpus();
    corpus.run(CorpusRule.read(arguments.length > 0 ? Path.of(arguments[0]) : RuleCorpus.FILE));
    corpus.report(Path.of("target/kernel"));
  }

  Score score(Way way) {
    return scores.computeIfAbsent(way, _ -> new Score());
  }

  /** Rules that need the same sets and the same chain go together. */
  void run(List<CorpusRule> rules) throws IOException, InterruptedException, KernelException {
    Map<List<Object>, List<CorpusRule>> batches = new LinkedHashMap<>();
    for (CorpusRule rule : rules) {
      if (!rule.refused()) {
        List<Object> place = List.of(rule.family(), rule.chain(), rule.setupCommands());
        batches.computeIfAbsent(place, _ -> new ArrayList<>()).add(rule);
      }
    }
    try (Kernel kernel = Scenarios.provider("linux").open(KernelOptions.DEFAULT)) {
      for (List<CorpusRule> batch : batches.values()) {
        run(new KernelBatch(kernel, batch));
      }
    }
  }

  private void run(KernelBatch batch) throws IOException, InterruptedException, KernelException {
    Map<CorpusRule, String> lacking = batch.loadByNft();
    lacking.forEach(
        (rule, why) ->
            unsupported
                .computeIfAbsent(why, _ -> new ArrayList<>())
                .add(
                    "%s:%d %s: %s"
                        .formatted(rule.file(), rule.line(), rule.family(), rule.rule())));
    Map<CorpusRule, String> expected = batch.listByNft();
    add(Way.LIST, expected, batch.list());
    Map<CorpusRule, String> held = batch.held();
    batch.delete();
    add(Way.SAME, held, batch.loadAndTell());
    add(Way.LOAD, expected, batch.loadAndListByNft());
  }

  private void add(Way way, Map<CorpusRule, String> expected, Map<CorpusRule, String> found) {
    expected.forEach(
        (rule, listing) -> score(way).add(rule, listing, found.getOrDefault(rule, "nothing")));
  }

  /** Prints the scores and what is lacking, and writes the differences to files. */
  void report(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<Way, Score> entry : scores.entrySet()) {
      String name = entry.getKey().name().toLowerCase(Locale.ROOT);
      Score score = entry.getValue();
      Files.writeString(directory.resolve(name + ".txt"), String.join("\n", score.differences));
      System.out.printf("%s: %d of %d%n", name, score.right, score.all);
    }
    StringBuilder lacking = new StringBuilder();
    unsupported.forEach(
        (why, rules) -> {
          System.out.printf("left out: %d rules, %s%n", rules.size(), why);
          lacking.append("== ").append(why).append('\n');
          rules.forEach(rule -> lacking.append(rule).append('\n'));
        });
    Files.writeString(directory.resolve("unsupported.txt"), lacking);
  }
}
