package dev.dejima.lab.run;

import dev.dejima.nft.expr.Family;

/**
 * A rule, for people.
 *
 * @param family the family of its table
 * @param table its table
 * @param chain its chain
 * @param text as {@code nft list} writes it; empty for a chain's policy
 * @param location where it was written: {@code dnat.nft:5}
 */
public record RuleText(Family family, String table, String chain, String text, String location) {
  /** As in {@code ip nat PREROUTING}. */
  public String where() {
    return family.word() + " " + table + " " + chain;
  }

  /**
   * Whether it is meant.
   *
   * @param pattern for the rule's text or the place where it was written, or for {@code policy of}
   *     and a chain's name; * stands for any run of characters
   */
  public boolean matches(String pattern) {
    return text.isEmpty()
        ? Pattern.matches(pattern, "policy of " + where())
        : Pattern.matches(pattern, text) || Pattern.matches(pattern, location);
  }
}
