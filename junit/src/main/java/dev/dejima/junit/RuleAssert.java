package dev.dejima.junit;

import dev.dejima.lab.run.RuleText;
import java.util.ArrayList;
import java.util.List;

/** Assertions on what came of a probe, behind one that a rule is answerable for. */
public final class RuleAssert extends ProbeAssert {
  private final String verb;
  private final List<RuleText> rules;

  /**
   * Behind an assertion that holds.
   *
   * @param verb what the rules did
   * @param rules who may be meant
   */
  RuleAssert(ProbeResult actual, String verb, List<RuleText> rules) {
    super(actual);
    this.verb = verb;
    this.rules = List.copyOf(rules);
  }

  /**
   * And this rule did it.
   *
   * @param rule where it was written ({@code dnat.nft:4}), or as {@code nft list} writes it; of a
   *     chain's policy, {@code policy of ip filter forward}; a pattern
   */
  public RuleAssert by(String rule) {
    if (rules.stream().noneMatch(each -> each.matches(rule))) {
      List<String> lines = new ArrayList<>();
      lines.add("expected it to be %s by %s, but".formatted(verb, rule));
      rules.stream().map(each -> "  it was by " + words(each)).distinct().forEach(lines::add);
      if (rules.isEmpty()) {
        lines.add("  no rule is known that did it");
      }
      fail(lines, null);
    }
    return this;
  }

  private static String words(RuleText rule) {
    return rule.text().isEmpty()
        ? "the policy of " + rule.where()
        : "%s (%s, in %s)".formatted(rule.text(), rule.location(), rule.where());
  }
}
