package dev.dejima.tools.nft;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.decompile.PacketFields;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The lines of {@code nft monitor trace}. */
final class TracePrinter {
  private final NftPrinter printer;
  private final PacketFields fields;
  private final Function<TraceEvent, Optional<Rule>> rules;

  /**
   * A printer of traces.
   *
   * @param rules finds the rule that an event is about
   */
  TracePrinter(
      Environment environment, ListOptions options, Function<TraceEvent, Optional<Rule>> rules) {
    this.printer = new NftPrinter(options);
    this.fields = new PacketFields(environment, options);
    this.rules = rules;
  }

  /** What an event is told in: a line each for tracking, packet and what it met, where told. */
  String print(TraceEvent event) {
    String head =
        "trace id %08x %s %s %s "
            .formatted(event.id(), event.family().word(), event.table(), event.chain());
    StringBuilder lines = new StringBuilder();
    List<Statement.Match> tracked = fields.tracked(event);
    if (!tracked.isEmpty()) {
      lines.append(head).append("conntrack: ").append(words(tracked)).append('\n');
    }
    List<Statement.Match> packet = fields.packet(event);
    if (!packet.isEmpty()) {
      lines.append(head).append("packet: ").append(words(packet)).append('\n');
    }
    switch (event.type()) {
      // The end of a chain is told as a rule without a handle.
      case RULE -> {
        if (event.ruleHandle() != 0) {
          lines.append(head).append(rule(event)).append('\n');
        }
      }
      case POLICY, RETURN -> lines.append(head).append(end(event)).append('\n');
      case UNSPEC -> {}
    }
    return lines.toString();
  }

  private String words(List<Statement.Match> matches) {
    return matches.stream().map(match -> printer.print(match) + " ").collect(joining());
  }

  private String rule(TraceEvent event) {
    String rule =
        rules
            .apply(event)
            .map(known -> "rule " + printer.print(known))
            .orElse("unknown rule handle " + event.ruleHandle());
    Verdict verdict = event.verdict();
    return rule + " (" + (verdict == null ? "verdict" : "verdict " + text(verdict)) + ")";
  }

  private String end(TraceEvent event) {
    Verdict policy = event.policy();
    Verdict verdict = event.verdict();
    String told =
        event.type() == TraceEvent.Type.POLICY
            ? policy == null ? "" : "policy " + text(policy) + " "
            : verdict == null ? "" : "verdict " + text(verdict) + " ";
    return told + words(fields.mark(event));
  }

  private static String text(Verdict verdict) {
    String code = verdict.code().name().toLowerCase(Locale.ROOT);
    return verdict.chain() == null ? code : code + " " + verdict.chain();
  }
}
