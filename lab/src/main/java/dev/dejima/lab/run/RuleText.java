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
}
