package dev.dejima.conformance;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Random rulesets, each given to the real nft and to ours on the same kernel: what is refused, the
 * bytecode, the listings and the JSON are compared. Run it with the first seed and the number of
 * rulesets, or with a file of rulesets between lines of {@code ====}; differences go to {@code
 * target/language}.
 */
final class LanguageFuzz {
  private final Map<Way, List<String>> differences = new EnumMap<>(Way.class);
  private final Map<Way, Integer> counts = new EnumMap<>(Way.class);

  /** What is compared. */
  enum Way {
    /** Whether it is taken. */
    ACCEPTANCE,
    /** What {@code -c --debug=netlink} shows. */
    BYTECODE,
    /** What the real nft lists of what we loaded. */
    LOAD,
    /** What we list of what the real nft loaded. */
    LIST,
    /** The same as JSON. */
    LIST_JSON,
    /** The bytecode of the listing's JSON. */
    JSON
  }

  public static void main(String[] arguments) throws Exception {
    LanguageFuzz fuzz = new LanguageFuzz();
    if (arguments.length == 1) {
      fuzz.run(Path.of(arguments[0]));
    } else {
      fuzz.run(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
    }
    fuzz.report(Path.of("target/language"));
  }

  void run(long seed, int count) throws KernelException, InterruptedException {
    try (Kernel kernel = Scenarios.provider("linux").open(KernelOptions.DEFAULT)) {
      for (long i = seed; i < seed + count; i++) {
        run(kernel, i, new RandomRuleset(i).text());
      }
    }
  }

  private void run(Path file) throws IOException, KernelException, InterruptedException {
    try (Kernel kernel = Scenarios.provider("linux").open(KernelOptions.DEFAULT)) {
      int number = 0;
      for (String text : Files.readString(file).split("(?m)^====\n", -1)) {
        run(kernel, ++number, text);
      }
    }
  }

  int right(Way way) {
    return all(way) - differences.getOrDefault(way, List.of()).size();
  }

  int all(Way way) {
    return counts.getOrDefault(way, 0);
  }

  private static NftRun real(Kernel kernel, String input, String... arguments)
      throws KernelException, InterruptedException {
    return NftRun.real(kernel, RulesetCorpus.realNft(), input, arguments);
  }

  private static NftRun ours(Kernel kernel, String input, String... arguments)
      throws InterruptedException {
    try {
      return NftRun.ours(kernel, input, arguments);
    } catch (RuntimeException e) {
      return new NftRun(-1, "", e + " at " + List.of(e.getStackTrace()).subList(0, 5));
    }
  }

  private void run(Kernel kernel, long seed, String text)
      throws KernelException, InterruptedException {
    NftRun real = real(kernel, text, "-c", "--debug=netlink", "-f", "-");
    NftRun ours = ours(kernel, text, "-c", "--debug=netlink", "-f", "-");
    boolean same = (real.status() == 0) == (ours.status() == 0);
    compare(
        Way.ACCEPTANCE,
        seed,
        text,
        same ? "" : real.status() + " " + real.err(),
        same ? "" : ours.status() + " " + ours.err());
    if (real.status() != 0 || ours.status() != 0) {
      return;
    }
    compare(Way.BYTECODE, seed, text, real.out(), ours.out());
    NftRun realLoad = real(kernel, text, "-f", "-");
    if (realLoad.status() != 0) {
      NftRun load = ours(kernel, text, "-f", "-");
      compare(Way.LOAD, seed, text, "refused", load.status() == 1 ? "refused" : "loaded");
      real(kernel, "", "flush", "ruleset");
      return;
    }
    String listing = real(kernel, "", "list", "ruleset").out();
    String json = real(kernel, "", "-j", "list", "ruleset").out();
    NftRun listed = ours(kernel, "", "list", "ruleset");
    compare(Way.LIST, seed, text, listing, listed.out() + listed.err());
    NftRun written = ours(kernel, "", "-j", "list", "ruleset");
    compare(Way.LIST_JSON, seed, text, lines(json), lines(written.out()) + written.err());
    real(kernel, "", "flush", "ruleset");
    NftRun loaded = ours(kernel, text, "-f", "-");
    NftRun seen = real(kernel, "", "list", "ruleset");
    compare(Way.LOAD, seed, text, listing, loaded.err() + seen.out() + seen.err());
    real(kernel, "", "flush", "ruleset");
    NftRun realRead = real(kernel, json, "-j", "-c", "--debug=netlink", "-f", "-");
    if (realRead.status() == 0) {
      NftRun read = ours(kernel, json, "-j", "-c", "--debug=netlink", "-f", "-");
      compare(Way.JSON, seed, text + json, realRead.out(), read.out() + read.err());
    }
  }

  private static String lines(String json) {
    return json.isBlank() || !json.startsWith("{") ? json : RulesetJson.lines(json);
  }

  private void compare(Way way, long seed, String text, String expected, String found) {
    counts.merge(way, 1, Integer::sum);
    if (!timeless(expected).equals(timeless(found))) {
      differences
          .computeIfAbsent(way, _ -> new ArrayList<>())
          .add("== seed " + seed + "\n" + text + LineDifference.of(expected, found));
    }
  }

  /** Elements run out while one looks. */
  private static String timeless(String listing) {
    return listing.replaceAll("expires [0-9hms]+|\"expires\":\\s*\\d+", "expires");
  }

  /** Prints the scores, and writes the differences to files. */
  void report(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Way way : counts.keySet()) {
      String name = way.name().toLowerCase(Locale.ROOT);
      List<String> different = differences.getOrDefault(way, List.of());
      Files.writeString(directory.resolve(name + ".txt"), String.join("\n", different));
      System.out.printf("%s: %d of %d%n", name, right(way), all(way));
    }
  }
}
