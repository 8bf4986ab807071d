package dev.dejima.junit;

import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.Pattern;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Journey;
import dev.dejima.lab.trace.Step;
import dev.dejima.lab.trace.TracePrinter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a trace. In patterns, * stands for any run of characters. What fails shows the
 * whole account.
 */
public final class TraceAssert extends AbstractAssert<TraceAssert, TraceResult> {
  TraceAssert(TraceResult actual) {
    super(actual, TraceAssert.class);
  }

  /** An answer came back. */
  public TraceAssert answered() {
    return ended(Disposition.ANSWERED);
  }

  /** A reset or a port unreachable came back. */
  public TraceAssert refused() {
    return ended(Disposition.REFUSED);
  }

  /** It was dropped on its way, and nobody was told. */
  public TraceAssert dropped() {
    return ended(Disposition.DROPPED);
  }

  /** This became of it. */
  public TraceAssert ended(Disposition disposition) {
    if (actual.trace().disposition() != disposition) {
      fails(
          "expected it to be %s, but it was %s: %s"
              .formatted(
                  disposition.word(),
                  actual.trace().disposition().word(),
                  actual.trace().reason()));
    }
    return this;
  }

  /**
   * What decided that, as in {@code router dropped it: policy of ip filter forward}.
   *
   * @param reason a pattern
   */
  public TraceAssert because(String reason) {
    if (!Pattern.matches(reason, actual.trace().reason())) {
      fails("expected the reason %s, but it was %s".formatted(reason, actual.trace().reason()));
    }
    return this;
  }

  /** The nodes that it came to, in order. */
  public TraceAssert passed(String... nodes) {
    List<String> came = actual.trace().there().hops().stream().map(Hop::node).toList();
    if (!came.equals(List.of(nodes))) {
      fails(
          "expected it to pass %s, but it passed %s"
              .formatted(String.join(", ", nodes), String.join(", ", came)));
    }
    return this;
  }

  /**
   * A rule matched it or its answer.
   *
   * @param rule where it was written ({@code dnat.nft:4}), or as {@code nft list} writes it; a
   *     pattern
   */
  public TraceAssert matched(String rule) {
    return met(rule, step -> step.failed() == null, "matched");
  }

  /** A rule was met, and did not match; see {@link #matched}. */
  public TraceAssert missed(String rule) {
    return met(rule, step -> step.failed() != null, "missed");
  }

  private TraceAssert met(String rule, Predicate<Step> how, String verb) {
    boolean there =
        journeys()
            .flatMap(journey -> journey.steps().stream())
            .filter(how)
            .map(Step::rule)
            .anyMatch(each -> each != null && !each.text().isEmpty() && each.matches(rule));
    if (!there) {
      fails("expected that it %s the rule %s, but it did not".formatted(verb, rule));
    }
    return this;
  }

  private Stream<Journey> journeys() {
    return Stream.concat(Stream.of(actual.trace().there()), actual.trace().back().stream());
  }

  private void fails(String what) {
    String account = new TracePrinter(Style.PLAIN, false).print(actual.trace());
    failWithMessage(
        "%s", "%s %s: %s\n\n%s".formatted(from(), actual.trace().probe(), what, account));
  }

  private String from() {
    return actual.trace().from();
  }
}
