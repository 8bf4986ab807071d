package dev.dejima.lab.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet's way through one node.
 *
 * @param node the node's name
 * @param in the interface that it came in by; null where it was made there
 * @param out the interface that it left by; null where it did not
 * @param steps what happened, in order
 */
public record Hop(String node, @Nullable String in, @Nullable String out, List<Step> steps) {
  /** Keeps a copy of the list. */
  public Hop {
    steps = List.copyOf(steps);
  }
}
