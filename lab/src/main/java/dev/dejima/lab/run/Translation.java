package dev.dejima.lab.run;

import dev.dejima.kernel.conntrack.NewConntrack;
import java.util.Optional;

/**
 * What a node made of a conversation.
 *
 * @param node where
 * @param entry the tracked connection
 * @param answering whether the conversation goes as the answers to that connection do, which began
 *     before it and in the other direction
 * @param rule the rule that set the translation; empty where none did or it is not known
 */
public record Translation(
    String node, NewConntrack entry, boolean answering, Optional<RuleText> rule) {
  /** A connection that begins; which rule translates it is not known. */
  Translation(String node, NewConntrack entry) {
    this(node, entry, false, Optional.empty());
  }

  /** The first packet before it. */
  public Flow before() {
    return Flow.of(answering ? entry.reply() : entry.original());
  }

  /** The first packet behind it. */
  public Flow after() {
    return Flow.of(answering ? entry.original() : entry.reply()).reversed();
  }

  /** The same connection, as a conversation in its direction of answers meets it. */
  Translation answered() {
    return new Translation(node, entry, !answering, rule);
  }

  /** The same, by a rule. */
  Translation by(Optional<RuleText> setter) {
    return new Translation(node, entry, answering, setter);
  }

  /** Whether it changed anything. */
  public boolean changes() {
    return !before().equals(after());
  }
}
