package dev.dejima.lab.run;

import dev.dejima.kernel.conntrack.NewConntrack;
import java.util.Optional;

/**
 * What a node made of a conversation.
 *
 * @param node where
 * @param entry the tracked connection
 * @param rule the rule that set the translation; empty where none did or it is not known
 */
public record Translation(String node, NewConntrack entry, Optional<RuleText> rule) {
  /** The first packet before it. */
  public Flow before() {
    return Flow.of(entry.original());
  }

  /** The first packet behind it. */
  public Flow after() {
    return Flow.of(entry.reply()).reversed();
  }

  /** Whether it changed anything. */
  public boolean changes() {
    return !before().equals(after());
  }
}
