package dev.dejima.lab;

import dev.dejima.packet.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to come of a step. In patterns, * stands for any run of characters.
 *
 * <p>Those of a {@link Answer}, {@link Translated}, {@link Decided} and {@link Dropped} are about
 * the packets of the step's probe, the others about all that is there.
 */
public sealed interface Expectation {
  Place place();

  /**
   * What comes of a probe.
   *
   * @param icmp the code of the ICMP error that came back, in nft's words: {@code
   *     admin-prohibited}; absent where that is not said
   */
  record Answer(Outcome outcome, @Nullable String icmp, Place place) implements Expectation {}

  /** What comes of a row of a table of flows: one of these. */
  record OneOf(Set<Outcome> outcomes, Place place) implements Expectation {
    /** Keeps a copy. */
    public OneOf {
      outcomes = Set.copyOf(outcomes);
    }
  }

  /**
   * Where a row of a table of flows arrives, and whether from another address than it left with.
   *
   * @param at absent where that is not said
   * @param masqueraded absent where that is not said
   */
  record Arrives(@Nullable Endpoint at, @Nullable Boolean masqueraded, Place place)
      implements Expectation {}

  /**
   * Packets at a place.
   *
   * @param at the interface they pass
   * @param packet which packets
   * @param count how many
   */
  record Seen(Port at, PacketMatch packet, Comparison count, Place place) implements Expectation {
    /** Whether they must not be seen. */
    public boolean isForbidden() {
      return count.equals(Comparison.equal(0));
    }
  }

  /** Which packets. */
  sealed interface PacketMatch {
    /** As it was written. */
    String text();
  }

  /** tcpdump's line, whole or behind the protocol's name, as a pattern. */
  record Line(String text) implements PacketMatch {}

  /** An expression of pcap-filter(7). */
  record Filter(String text) implements PacketMatch {}

  /**
   * A rule that matches a packet of the probe.
   *
   * @param node whose rule
   * @param rule the rule, as {@code nft list} writes it, or where it was written ({@code
   *     dnat.nft:4}), as a pattern
   */
  record Decided(String node, String rule, Place place) implements Expectation {}

  /**
   * The probe's packet is dropped or rejected.
   *
   * @param node where
   * @param rule by which rule, as in {@link Decided}; or by a chain's policy, as in {@code policy
   *     of inet filter forward}; as a pattern
   */
  record Dropped(String node, String rule, Place place) implements Expectation {}

  /**
   * What becomes of the probe's addresses and ports, each as a pattern over {@code ADDRESS:PORT},
   * or over {@code SOURCE > DESTINATION} for whole tuples; absent where not said.
   *
   * @param node which node translates; absent for the whole way
   * @param changed whether anything is translated at all
   * @param from the source behind all translation
   * @param to the destination behind all translation
   * @param original the tuple as it left the probe's node
   * @param translated the tuple as it arrives
   * @param reply the tuple of the reply as it leaves the other end
   */
  record Translated(
      @Nullable String node,
      boolean changed,
      @Nullable String from,
      @Nullable String to,
      @Nullable String original,
      @Nullable String translated,
      @Nullable String reply,
      Place place)
      implements Expectation {}

  /** How long the step takes, in the kernel's time: nanoseconds in the comparison. */
  record Took(Comparison nanoseconds, Place place) implements Expectation {
    /** The bound. */
    public Duration bound() {
      return Duration.ofNanos(nanoseconds.value());
    }
  }

  /**
   * What a counter counts, from the beginning of the test on.
   *
   * @param node whose
   * @param counter the name of a counter, as in {@code inet filter web}; or a rule with one, as a
   *     pattern
   * @param packets absent where not said
   * @param octets absent where not said
   */
  record Counter(
      String node,
      String counter,
      @Nullable Comparison packets,
      @Nullable Comparison octets,
      Place place)
      implements Expectation {}

  /**
   * What a set or map contains.
   *
   * @param node whose
   * @param set as in {@code inet filter blocked}
   * @param has elements that are in it, as patterns over how nft lists them
   * @param lacks elements that are not
   * @param size how many there are; absent where not said
   */
  record SetContent(
      String node,
      String set,
      List<String> has,
      List<String> lacks,
      @Nullable Comparison size,
      Place place)
      implements Expectation {
    /** Keeps copies. */
    public SetContent {
      has = List.copyOf(has);
      lacks = List.copyOf(lacks);
    }
  }

  /**
   * Connections that a node tracks.
   *
   * @param entry the line of {@code conntrack -L}, as a pattern
   */
  record Tracked(String node, String entry, Comparison count, Place place) implements Expectation {}

  /** A program's exit status. */
  record Status(Comparison status, Place place) implements Expectation {}

  /**
   * What a program writes to standard output and standard error.
   *
   * @param text a line of it, as a pattern
   * @param wanted whether it has to be there, rather than must not
   */
  record Output(String text, boolean wanted, Place place) implements Expectation {}
}
