package dev.dejima.conformance;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.json.NftJsonReader;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles every rule of the corpus, lists it again as text and as JSON, reads its JSON, and
 * compares all of them with what the real nft says. Run it with the corpus file as argument;
 * differences go to {@code target/corpus}.
 */
final class RuleCorpus {
  /** Where the corpus lies beside a checkout. */
  static final Path FILE = Path.of("../shared/conformance/nft-rules.jsonl.gz");

  /** UTC-2 in POSIX' way of counting. */
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(2);

  /** The names and the time zone that nftables' tests are run with. */
  static final Environment ENVIRONMENT =
      new Environment(
          Map.of("lo", 1),
          Map.of("root", 0, "daemon", 1, "bin", 2),
          Map.of("root", 0, "daemon", 1, "bin", 2),
          ZONE);

  private final Map<String, int[]> byFile = new TreeMap<>();
  private final Map<Kind, Score> scores = new HashMap<>();

  /** What is compared. */
  enum Kind {
    BYTECODE,
    LISTING,
    JSON,
    REFUSALS
  }

  /** How many of how many, and the rest. */
  static final class Score {
    int right;
    int all;
    final List<String> differences = new ArrayList<>();

    private void add(CorpusRule rule, @Nullable String difference) {
      all++;
      if (difference == null) {
        right++;
      } else {
        differences.add(
            "%s:%d %s: %s%n%s%n"
                .formatted(rule.file(), rule.line(), rule.family(), rule.rule(), difference));
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    RuleCorpus corpus = new RuleCorpus();
    corpus.run(CorpusRule.read(arguments.length > 0 ? Path.of(arguments[0]) : FILE));
    corpus.report(Path.of("target/corpus"));
  }

  Score score(Kind kind) {
    return scores.computeIfAbsent(kind, _ -> new Score());
  }

  void run(List<CorpusRule> rules) {
    rules.forEach(this::run);
  }

  /** Prints the scores, and writes the differences to files. */
  void report(Path directory) throws IOException {
    Files.createDirectories(directory);
    StringBuilder files = new StringBuilder();
    byFile.forEach(
        (file, counts) ->
            files.append(
                "%s: bytecode %d, listing %d, json %d of %d; refusals %d of %d%n"
                    .formatted(
                        file, counts[0], counts[1], counts[5], counts[2], counts[3], counts[4])));
    Files.writeString(directory.resolve("files.txt"), files);
    System.out.printf("time zone TZ=UTC-2 (%s); differences in %s%n", ZONE, directory);
    for (Kind kind : Kind.values()) {
      Score score = score(kind);
      String name = kind.name().toLowerCase(java.util.Locale.ROOT);
      Files.writeString(directory.resolve(name + ".txt"), String.join("\n", score.differences));
      System.out.printf("%s: %d of %d%n", name, score.right, score.all);
    }
  }

  /** What the commands of a rule came to: the rule's messages, or why there are none. */
  private record Outcome(Snapshot setup, List<NftMessage> messages, @Nullable String refusal) {}

  private void run(CorpusRule rule) {
    Outcome outcome = outcome(rule);
    int[] counts = byFile.computeIfAbsent(rule.file(), _ -> new int[6]);
    if (rule.refused()) {
      boolean right = outcome.refusal != null || isRefusedByKernel(rule);
      score(Kind.REFUSALS).add(rule, right ? null : "not refused");
      counts[3] += right ? 1 : 0;
      counts[4]++;
      return;
    }
    String bytecode = outcome.refusal != null ? outcome.refusal : compareBytecode(rule, outcome);
    score(Kind.BYTECODE).add(rule, bytecode);
    counts[0] += bytecode == null ? 1 : 0;
    counts[2]++;
    String listing = outcome.refusal != null ? outcome.refusal : compareListing(rule, outcome);
    score(Kind.LISTING).add(rule, listing);
    counts[1] += listing == null ? 1 : 0;
    String json = outcome.refusal != null ? outcome.refusal : compareJson(rule, outcome);
    score(Kind.JSON).add(rule, json);
    counts[5] += json == null ? 1 : 0;
  }

  /** JSON out of the rule, and the rule out of JSON. */
  private static @Nullable String compareJson(CorpusRule rule, Outcome outcome) {
    String expected = JsonTree.canonical(rule.jsonListing());
    String found;
    try {
      found = JsonTree.canonical(Listings.json(outcome.setup, outcome.messages, ENVIRONMENT));
    } catch (RuntimeException e) {
      found = trace(e);
    }
    if (!expected.equals(found)) {
      return "written: expected " + expected + "\nfound    " + found;
    }
    Outcome read = outcome(rule, snapshot -> compileJson(rule.jsonCommand(), snapshot));
    String difference = read.refusal != null ? read.refusal : compareBytecode(rule, read);
    difference = difference == null ? compareListing(rule, read) : difference;
    return difference == null ? null : "read: " + JsonTree.write(rule.json()) + "\n" + difference;
  }

  private static @Nullable String compareListing(CorpusRule rule, Outcome outcome) {
    String found;
    try {
      found = Listings.of(outcome.setup, outcome.messages, ENVIRONMENT);
    } catch (RuntimeException e) {
      found = trace(e);
    }
    String expected = Listings.canonical(rule.listing());
    return expected.equals(Listings.canonical(found))
        ? null
        : "expected " + expected + "\nfound    " + Listings.canonical(found);
  }

  private static Outcome outcome(CorpusRule rule) {
    return outcome(rule, snapshot -> compile(rule.command(), snapshot));
  }

  private static Outcome outcome(CorpusRule rule, Function<Snapshot, Compiled> compiler) {
    try {
      Compiled setup = compile(rule.setupCommands(), Snapshot.EMPTY);
      if (!setup.errors().isEmpty()) {
        return refused("setup: " + messages(setup.errors()));
      }
      Snapshot snapshot = Snapshot.of(setup.messages());
      Compiled compiled = compiler.apply(snapshot);
      return compiled.errors().isEmpty()
          ? new Outcome(snapshot, compiled.messages(), null)
          : refused(messages(compiled.errors()));
    } catch (RuntimeException e) {
      return refused(trace(e));
    }
  }

  /** Some rules are refused for where they stand, which is the kernel's to know. */
  private static boolean isRefusedByKernel(CorpusRule rule) {
    Compiled batch = compile(rule.setupCommands() + rule.command(), Snapshot.EMPTY);
    try (Kernel kernel = Scenarios.provider("netstack").open(KernelOptions.DEFAULT)) {
      kernel.initial().nfTables().check(batch.messages());
      return false;
    } catch (NetlinkException e) {
      return true;
    } catch (KernelException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String trace(RuntimeException e) {
    return e + "\n  at " + Arrays.stream(e.getStackTrace()).limit(4).toList();
  }

  private static Compiled compileJson(String json, Snapshot snapshot) {
    return Compiler.compile(NftJsonReader.read(json), snapshot, ENVIRONMENT);
  }

  private static Outcome refused(String why) {
    return new Outcome(Snapshot.EMPTY, List.of(), why);
  }

  private static Compiled compile(String text, Snapshot snapshot) {
    ParseResult parsed = NftParser.parse("corpus", text, IncludeReader.NONE);
    if (!parsed.errors().isEmpty()) {
      return new Compiled(List.of(), parsed.errors());
    }
    return Compiler.compile(parsed.commands(), snapshot, ENVIRONMENT);
  }

  private static String messages(List<Diagnostic> errors) {
    return errors.stream()
        .map(e -> e.span() + " " + e.message())
        .collect(Collectors.joining("; ", "refused: ", ""));
  }

  private static @Nullable String compareBytecode(CorpusRule rule, Outcome outcome) {
    List<String> expected = new ArrayList<>();
    List<String> expectedElements = new ArrayList<>();
    for (String line : rule.payload()) {
      if (line.startsWith("  [ ")) {
        expected.add(line);
      } else if (line.strip().startsWith("element ")) {
        expectedElements.addAll(elements(line));
      }
    }
    List<String> found = new ArrayList<>();
    List<String> foundElements = new ArrayList<>();
    NewSet last = null;
    for (NftMessage message : outcome.messages) {
      if (message instanceof NewSet set) {
        last = set;
      } else if (message instanceof NewSetElements elements && last != null) {
        List<Boolean> host =
            outcome.messages.getLast() instanceof NewRule using
                ? DebugDump.hostFields(last, using.exprs())
                : List.of();
        foundElements.addAll(elements(DebugDump.elements(last, elements.elements(), host)));
      } else if (message instanceof NewRule newRule) {
        found.addAll(DebugDump.rule(newRule.exprs()));
      }
    }
    expectedElements.sort(null);
    foundElements.sort(null);
    boolean same = expected.equals(found) && expectedElements.equals(foundElements);
    return same
        ? null
        : "expected\n%s\n  %s\nfound\n%s\n  %s"
            .formatted(
                String.join("\n", expected),
                String.join("; ", expectedElements),
                String.join("\n", found),
                String.join("; ", foundElements));
  }

  private static List<String> elements(String line) {
    return Arrays.stream(line.split("\telement |^element "))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
