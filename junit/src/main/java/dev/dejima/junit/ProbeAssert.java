package dev.dejima.junit;

import dev.dejima.lab.Comparison;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Place;
import dev.dejima.lab.Port;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.run.Translation;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what came of a probe, in the words of the lab file. In patterns, * stands for any
 * run of characters. What fails says what was expected and what came, why, and shows the packets.
 */
public class ProbeAssert extends AbstractAssert<ProbeAssert, ProbeResult> {
  ProbeAssert(ProbeResult actual) {
    super(actual, ProbeAssert.class);
  }

  // ---- what came of it

  /** A connection was made; of a datagram or an echo request, it was answered. */
  public ProbeAssert connected() {
    return answer(Outcome.CONNECTED, null);
  }

  /** The same as {@link #connected}, for datagrams and echo requests. */
  public ProbeAssert answered() {
    return connected();
  }

  /** A reset came, or for a datagram a port unreachable. */
  public ProbeAssert refused() {
    return answer(Outcome.REFUSED, null);
  }

  /** Nothing came back. */
  public ProbeAssert timedOut() {
    return answer(Outcome.TIMEOUT, null);
  }

  /** There is no way there, or a router on it says so. */
  public ProbeAssert unreachable() {
    return answer(Outcome.UNREACHABLE, null);
  }

  /** As {@link #unreachable()}, by an ICMP error in nft's words: {@code admin-prohibited}. */
  public ProbeAssert unreachable(String icmp) {
    return answer(Outcome.UNREACHABLE, icmp);
  }

  private ProbeAssert answer(Outcome outcome, @Nullable String icmp) {
    return holds(new Expectation.Answer(outcome, icmp, Place.NONE));
  }

  /** How long it took at most, in the kernel's time. */
  public ProbeAssert tookAtMost(Duration limit) {
    Comparison bound = new Comparison(Comparison.Relation.AT_MOST, limit.toNanos());
    return holds(new Expectation.Took(bound, Place.NONE));
  }

  // ---- translations

  /**
   * It arrives at another destination than it was sent to.
   *
   * @param destination {@code ADDRESS:PORT}, or an address alone for any port; a pattern
   */
  public RuleAssert translatedTo(String destination) {
    holds(translated(true, null, destination));
    return by("translated", t -> !t.before().destinationText().equals(t.after().destinationText()));
  }

  /**
   * It arrives from another source than it left with.
   *
   * @param source as in {@link #translatedTo}
   */
  public RuleAssert translatedFrom(String source) {
    holds(translated(true, source, null));
    return by("translated", t -> !t.before().sourceText().equals(t.after().sourceText()));
  }

  /** It arrives as it was sent. */
  public ProbeAssert notTranslated() {
    return holds(translated(false, null, null));
  }

  private static Expectation translated(
      boolean changed, @Nullable String from, @Nullable String to) {
    return new Expectation.Translated(null, changed, from, to, null, null, null, Place.NONE);
  }

  private RuleAssert by(String verb, Predicate<Translation> meant) {
    List<RuleText> rules =
        actual.conversation().tracked().stream()
            .filter(meant)
            .flatMap(translation -> translation.rule().stream())
            .toList();
    return new RuleAssert(actual, verb, rules);
  }

  // ---- rules

  /**
   * A rule matched it or an answer to it.
   *
   * @param node whose rule
   * @param rule the rule as {@code nft list} writes it, or where it was written ({@code
   *     dnat.nft:4}); a pattern
   */
  public ProbeAssert matched(String node, String rule) {
    return holds(new Expectation.Decided(node, rule, Place.NONE));
  }

  /** A node's rule or policy dropped or rejected it or an answer to it. */
  public RuleAssert droppedAt(String node) {
    holds(new Expectation.Dropped(node, "*", Place.NONE));
    List<RuleText> rules =
        actual.conversation().decisions().stream()
            .filter(Decision::drops)
            .filter(drop -> drop.node().equals(node))
            .map(Decision::rule)
            .toList();
    return new RuleAssert(actual, "dropped", rules);
  }

  // ---- packets

  /**
   * A packet of it, or of what it became by translation, passed an interface.
   *
   * @param at {@code NODE:INTERFACE}
   * @param packet tcpdump's line, whole or behind the protocol's name; a pattern
   */
  public ProbeAssert seenAt(String at, String packet) {
    return seen(at, packet, Comparison.atLeast(1));
  }

  /** No such packet passed; see {@link #seenAt}. */
  public ProbeAssert notSeenAt(String at, String packet) {
    return seen(at, packet, Comparison.equal(0));
  }

  private ProbeAssert seen(String at, String packet, Comparison count) {
    int colon = at.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not NODE:INTERFACE: " + at);
    }
    String node = at.substring(0, colon);
    String device = at.substring(colon + 1);
    boolean known =
        actual
            .session()
            .network()
            .lab()
            .topology()
            .node(node)
            .flatMap(each -> each.find(device))
            .isPresent();
    if (!known) {
      throw new IllegalArgumentException("there is no interface " + at);
    }
    Expectation.Line line = new Expectation.Line(packet);
    return holds(new Expectation.Seen(new Port(node, device), line, count, Place.NONE));
  }

  private ProbeAssert holds(Expectation expectation) {
    isNotNull();
    List<String> failures = actual.tried().failures(expectation);
    if (!failures.isEmpty()) {
      fail(failures, expectation);
    }
    return this;
  }

  /**
   * Fails.
   *
   * @param lines what was expected and what came
   * @param expectation what was expected, as far as it is about the outcome; absent where not
   */
  final void fail(List<String> lines, @Nullable Expectation expectation) {
    failWithMessage("%s", new FailureText(actual).write(lines, expectation));
  }
}
