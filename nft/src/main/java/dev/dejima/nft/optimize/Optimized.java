package dev.dejima.nft.optimize;

import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Rule;
import java.util.List;

/**
 * What became of a batch.
 *
 * @param commands the commands with the merged rules in place of those that they stand for
 * @param merges what was merged, in the order of the text
 */
public record Optimized(List<Command> commands, List<Merge> merges) {
  /** Keeps copies. */
  public Optimized {
    commands = List.copyOf(commands);
    merges = List.copyOf(merges);
  }

  /**
   * Rules that became one.
   *
   * @param rules those that were written, two at least
   * @param into the rule that does the same
   */
  public record Merge(List<Rule> rules, Rule into) {
    /** Keeps a copy. */
    public Merge {
      rules = List.copyOf(rules);
    }
  }
}
