package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Batches by chance, sent to both kernels: what is refused, what is told and what is there must be
 * the same. {@code -Dtransactions.seed=N} begins elsewhere, {@code -Dtransactions.runs=N} goes on
 * longer.
 */
class TransactionTest {
  private static final int BATCHES = 100;

  private final Universe universe = new Universe();
  private int sent;
  private int refused;

  @Tag("linux")
  @Test
  void bothKernelsDoTheSame() throws Exception {
    Optional<String> lack = Scenarios.provider("linux").unavailable();
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no Linux: " + lack.get());
    long seed = Long.getLong("transactions.seed", 1);
    List<String> differences = new ArrayList<>();
    for (long run = seed; run < seed + Integer.getInteger("transactions.runs", 4); run++) {
      run(run).ifPresent(differences::add);
    }
    System.out.printf(
        "transactions: %d batches, %d refused, %d runs differ%n",
        sent, refused, differences.size());
    assertThat(differences).isEmpty();
    assertThat(sent).isPositive();
  }

  private Optional<String> run(long seed) throws KernelException, InterruptedException {
    Random random = new Random(seed);
    RandomBatch batches = new RandomBatch(random);
    try (Kernel linux = Scenarios.provider("linux").open(KernelOptions.DEFAULT);
        Kernel netstack = Scenarios.provider("netstack").open(KernelOptions.DEFAULT);
        HeldRuleset theirs = new HeldRuleset(linux.initial().nfTables());
        HeldRuleset ours = new HeldRuleset(netstack.initial().nfTables())) {
      for (int i = 0; i < BATCHES; i++) {
        String text = i == 0 ? batches.first() : batches.text();
        List<NftMessage> messages = shaken(messages(text, netstack.initial().nfTables()), random);
        if (messages.isEmpty()) {
          continue;
        }
        List<String> expected = theirs.commit(messages);
        sent++;
        refused += expected.stream().anyMatch(line -> line.startsWith("refused")) ? 1 : 0;
        List<String> found = ours.commit(messages);
        expected.addAll(theirs.dump());
        found.addAll(ours.dump());
        if (!expected.equals(found)) {
          return Optional.of(report(seed, i, text, messages, expected, found));
        }
      }
    }
    return Optional.empty();
  }

  private List<NftMessage> messages(String text, NfTables nfTables) throws KernelException {
    ParseResult parsed = NftParser.parse("batch", text, IncludeReader.NONE);
    if (!parsed.errors().isEmpty()) {
      return List.of();
    }
    Compiled compiled =
        Compiler.compile(parsed.commands(), universe.around(nfTables), Environment.PLAIN);
    return compiled.errors().isEmpty() ? compiled.messages() : List.of();
  }

  /** Now and then a message is missing, comes twice, or too early. */
  private static List<NftMessage> shaken(List<NftMessage> messages, Random random) {
    List<NftMessage> shaken = new ArrayList<>(messages);
    if (shaken.size() > 1) {
      int at = random.nextInt(shaken.size());
      switch (random.nextInt(12)) {
        case 0 -> shaken.remove(at);
        case 1 -> shaken.add(shaken.get(at));
        case 2 -> Collections.swap(shaken, at, random.nextInt(shaken.size()));
        default -> {}
      }
    }
    return shaken;
  }

  private static String report(
      long seed,
      int batch,
      String text,
      List<NftMessage> messages,
      List<String> expected,
      List<String> found) {
    StringBuilder report = new StringBuilder("seed " + seed + ", batch " + batch + "\n" + text);
    for (int i = 0; i < messages.size() && messages.size() <= 10; i++) {
      report.append(i).append(": ").append(messages.get(i)).append('\n');
    }
    expected.stream().filter(l -> !found.contains(l)).forEach(l -> line(report, "-", l));
    found.stream().filter(l -> !expected.contains(l)).forEach(l -> line(report, "+", l));
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      String theirs = i < expected.size() ? expected.get(i) : "";
      String ours = i < found.size() ? found.get(i) : "";
      if (!theirs.equals(ours)) {
        report.append("first, at ").append(i).append('\n');
        line(report, "-", theirs);
        line(report, "+", ours);
        break;
      }
    }
    return report.append("(- Linux, + netstack)\n").toString();
  }

  private static void line(StringBuilder report, String sign, String line) {
    report.append(sign).append(' ').append(line).append('\n');
  }
}
