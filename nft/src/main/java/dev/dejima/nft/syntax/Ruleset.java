package dev.dejima.nft.syntax;

import java.util.List;

/** What {@code nft list ruleset} shows: every table with all that is in it. */
public record Ruleset(List<Table> tables) {
  /** Keeps a copy. */
  public Ruleset {
    tables = List.copyOf(tables);
  }
}
