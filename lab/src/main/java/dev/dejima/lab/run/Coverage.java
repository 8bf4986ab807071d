package dev.dejima.lab.run;

import java.util.List;

/**
 * How often each rule matched.
 *
 * @param rules every rule of the lab that sees IP (those of the families bridge, arp and netdev
 *     cannot be traced), by node and in the order of its text
 */
public record Coverage(List<RuleHits> rules) {
  /** Keeps a copy. */
  public Coverage {
    rules = List.copyOf(rules);
  }

  /**
   * How often a rule matched.
   *
   * @param node whose rule
   * @param packets packets that met it and matched, each time they did
   */
  public record RuleHits(String node, RuleText rule, long packets) {}

  /** The rules that no packet matched. */
  public List<RuleHits> untouched() {
    return rules.stream().filter(rule -> rule.packets() == 0).toList();
  }

  /** The share of rules that some packet matched, 0 to 1; 1 where there are none. */
  public double share() {
    return rules.isEmpty() ? 1 : 1 - (double) untouched().size() / rules.size();
  }
}
