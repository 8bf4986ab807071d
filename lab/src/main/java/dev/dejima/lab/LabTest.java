package dev.dejima.lab;

import java.time.Duration;
import java.util.List;

/**
 * One thing that is expected of a network.
 *
 * @param name what it is called
 * @param listeners who listens meanwhile
 * @param probe what is tried
 * @param expect what has to come of it
 * @param within how long the probe may take, in the kernel's time
 * @param seen packets that have to pass, each at its place
 * @param notSeen packets that must not pass
 * @param rules rules that have to decide
 */
public record LabTest(
    String name,
    List<Listener> listeners,
    Probe probe,
    Outcome expect,
    Duration within,
    List<Sighting> seen,
    List<Sighting> notSeen,
    List<RuleSighting> rules,
    Place place) {
  /** How long a probe may take unless the test says otherwise. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  /** Keeps copies. */
  public LabTest {
    listeners = List.copyOf(listeners);
    seen = List.copyOf(seen);
    notSeen = List.copyOf(notSeen);
    rules = List.copyOf(rules);
  }

  /**
   * A packet at a place.
   *
   * @param at the interface it passes
   * @param packet tcpdump's line behind the protocol's name, where * stands for any run of
   *     characters
   */
  public record Sighting(Port at, String packet, Place place) {}

  /**
   * A rule that decides over a packet of the probe.
   *
   * @param node whose rule
   * @param text the rule as {@code nft list} writes it, where * stands for any run of characters
   */
  public record RuleSighting(String node, String text, Place place) {}
}
