package dev.dejima.nft.optimize;

import dev.dejima.nft.optimize.Optimized.Merge;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Merges rules that differ only in what they compare with, or in their verdicts. As for nft, only
 * what stands in the blocks of tables is looked at, and only rules that follow each other.
 */
public final class Optimizer {
  private final Predicate<Expression> isVariable;
  private final List<Merge> merges = new ArrayList<>();

  private Optimizer(Predicate<Expression> isVariable) {
    this.isVariable = isVariable;
  }

  /**
   * The same ruleset in fewer rules.
   *
   * @param isVariable whether a value was written as a variable; such values stay where they are,
   *     for whoever wrote them will want to find them again
   */
  public static Optimized optimize(List<Command> commands, Predicate<Expression> isVariable) {
    Optimizer optimizer = new Optimizer(isVariable);
    return new Optimized(commands.stream().map(optimizer::command).toList(), optimizer.merges);
  }

  private Command command(Command command) {
    return command.verb() == Command.Verb.ADD && command.subject() instanceof Table table
        ? new Command(command.verb(), table(table), command.span())
        : command;
  }

  private Table table(Table table) {
    return table.withChains(table.chains().stream().map(this::chain).toList());
  }

  /** What a network card runs must stay as simple as it was written. */
  private Chain chain(Chain chain) {
    return chain.flags().contains(Chain.Flag.OFFLOAD)
        ? chain
        : chain.withRules(rules(chain.rules()));
  }

  private List<Rule> rules(List<Rule> rules) {
    StatementMatrix matrix = new StatementMatrix(rules, isVariable);
    List<Rule> result = new ArrayList<>();
    int from = 0;
    while (from < rules.size()) {
      int to = matrix.endOfRun(from);
      if (to - from > 1 && matrix.areDistinct(from, to)) {
        Rule merged = new RuleMerger(matrix, from, to).merge();
        merges.add(new Merge(rules.subList(from, to), merged));
        result.add(merged);
      } else {
        result.addAll(rules.subList(from, to));
      }
      from = to;
    }
    return result;
  }
}
