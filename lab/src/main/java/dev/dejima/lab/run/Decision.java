package dev.dejima.lab.run;

import dev.dejima.nft.expr.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A rule that a packet of the probe met and matched, or a chain's policy.
 *
 * @param node where
 * @param rule the rule; its text is empty for a policy
 * @param verdict what it decided; absent where it decided nothing
 * @param flow the packet's conversation, as it was at that hook
 */
public record Decision(String node, RuleText rule, @Nullable Verdict verdict, Flow flow) {
  /** Whether it ended the packet's way. */
  public boolean drops() {
    return verdict != null && verdict.code() == Verdict.Code.DROP;
  }
}
