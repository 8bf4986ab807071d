package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.conformance.LanguageFuzz.Way;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random rulesets of the whole language, there and back. {@code -Dfuzz.rounds=N} goes on for
 * longer, {@code -Dfuzz.seed=N} begins where a failure says.
 */
class LanguageFuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1500);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  /** Of a hundred comparisons with the real nft, so many find no difference. */
  private static final int LEAST = 95;

  private static final int FAILURES_TOLD = Integer.getInteger("fuzz.told", 3);

  private static final NftPrinter PRINTER = new NftPrinter(ListOptions.DEFAULT);
  private static final NftJsonWriter WRITER =
      new NftJsonWriter(ListOptions.DEFAULT, new Metainfo("", ""));

  /** A ruleset that must hold for every seed that it can be tried with. */
  private interface Trial {
    boolean holds(String text);
  }

  private static void all(Trial trial) {
    int tried = 0;
    List<AssertionError> failures = new ArrayList<>();
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      String text = new RandomRuleset(seed).text();
      try {
        tried += trial.holds(text) ? 1 : 0;
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        failures.add(new AssertionError("-Dfuzz.seed=" + seed + ":\n" + text + e, e));
      }
    }
    assertThat(failures.stream().limit(FAILURES_TOLD).map(Throwable::getMessage))
        .as(failures.size() + " failures")
        .isEmpty();
    assertThat(tried).as("rulesets that could be tried").isGreaterThan(ROUNDS / 4);
  }

  private static Optional<List<Command>> parsed(String text) {
    ParseResult parsed = NftParser.parse("t", text, IncludeReader.NONE);
    return parsed.errors().isEmpty() ? Optional.of(parsed.commands()) : Optional.empty();
  }

  private static String printed(List<Command> commands) {
    return String.join("\n", commands.stream().map(PRINTER::print).toList()) + "\n";
  }

  @Test
  void whatIsPrintedReadsTheSame() {
    all(
        text -> {
          Optional<List<Command>> commands = parsed(text);
          commands.ifPresent(
              read -> {
                String printed = printed(read);
                assertThat(parsed(printed)).as(printed).contains(read);
              });
          return commands.isPresent();
        });
  }

  @Test
  void whatIsWrittenAsJsonReadsTheSame() {
    all(
        text -> {
          Optional<List<Command>> commands = parsed(text);
          for (Command command : commands.orElse(List.of())) {
            String json = WRITER.write(List.of((Table) command.subject()));
            assertThat(RulesetJson.again(json)).isEqualTo(RulesetJson.lines(json));
          }
          return commands.isPresent();
        });
  }

  /** A listing compiles to what it was made from, but for what nft's listings leave out. */
  @Test
  void whatIsListedCompilesToTheSame() {
    AtomicInteger same = new AtomicInteger();
    AtomicInteger compared = new AtomicInteger();
    all(
        text -> {
          Compiled first = compiled(text);
          if (!first.errors().isEmpty()) {
            return false;
          }
          String listing = listing(first);
          assertThat(listing).doesNotContain("expr \"[");
          Compiled second = compiled(listing);
          compared.incrementAndGet();
          if (second.errors().isEmpty() && meaning(second).equals(meaning(first))) {
            same.incrementAndGet();
          } else if (second.errors().isEmpty()) {
            String again = listing(second);
            assertThat(listing(compiled(again))).isEqualTo(again);
          }
          return true;
        });
    assertThat(same.get() * 100)
        .as("the same, of %d", compared.get())
        .isGreaterThanOrEqualTo(compared.get() * LEAST);
  }

  private static Compiled compiled(String text) {
    ParseResult parsed = NftParser.parse("t", text, IncludeReader.NONE);
    return parsed.errors().isEmpty()
        ? Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN)
        : new Compiled(List.of(), parsed.errors());
  }

  private static String listing(Compiled compiled) {
    Snapshot snapshot = Snapshot.of(KernelNames.of(compiled.messages()));
    return PRINTER.print(
        new Decompiler(snapshot, Environment.PLAIN, ListOptions.DEFAULT).ruleset());
  }

  /** The rules' expressions, and what sets hold whatever its order. */
  private static List<String> meaning(Compiled compiled) {
    List<String> meaning = new ArrayList<>();
    for (NftMessage message : compiled.messages()) {
      switch (message) {
        case NewRule rule -> meaning.addAll(DebugDump.rule(rule.exprs()));
        case NewSetElements set ->
            set.elements().stream().map(Object::toString).sorted().distinct().forEach(meaning::add);
        default -> {}
      }
    }
    return meaning;
  }

  @Tag("linux")
  @Test
  void agreesWithTheRealNft() throws Exception {
    Optional<String> lack = Scenarios.provider("linux").unavailable();
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real kernel: " + lack.get());
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(RulesetCorpus.realNft())),
        () -> "SKIPPED: there is no " + RulesetCorpus.realNft());
    Assumptions.assumeTrue(isToday(), "SKIPPED: too old a nft; -Dnft=PROGRAM names another");
    LanguageFuzz fuzz = new LanguageFuzz();
    fuzz.run(SEED, Math.min(ROUNDS, 150));
    fuzz.report(Path.of("target/language"));
    for (Way way : Way.values()) {
      assertThat(fuzz.all(way)).as(way + " compared").isPositive();
      assertThat(fuzz.right(way) * 100)
          .as(way + ", see target/language")
          .isGreaterThanOrEqualTo(fuzz.all(way) * LEAST);
    }
  }

  private static boolean isToday() throws Exception {
    try (Kernel kernel = Scenarios.provider("linux").open(KernelOptions.DEFAULT)) {
      String version = NftRun.real(kernel, RulesetCorpus.realNft(), "", "--version").out();
      return version.matches("(?s)nftables v(1\\.1\\.([6-9]|\\d\\d)|1\\.[2-9]|[2-9]).*");
    }
  }
}
