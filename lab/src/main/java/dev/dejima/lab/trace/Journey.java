package dev.dejima.lab.trace;

import java.util.List;
import java.util.Optional;

/**
 * The way of one packet, and of what was made of it to go on in its stead: its fragments, the whole
 * that it was put together to.
 *
 * @param packet the packet as it began, as tcpdump prints it
 * @param hops one for every node that it came by, in order; a node that it comes by again has
 *     another
 */
public record Journey(String packet, List<Hop> hops) {
  /** Keeps a copy of the list. */
  public Journey {
    hops = List.copyOf(hops);
  }

  /** All steps, in order. */
  public List<Step> steps() {
    return hops.stream().flatMap(hop -> hop.steps().stream()).toList();
  }

  /** Where it ended. */
  public Optional<Step> last() {
    List<Step> steps = steps();
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
  }
}
