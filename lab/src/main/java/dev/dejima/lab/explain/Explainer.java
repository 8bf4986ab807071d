package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Probe;
import dev.dejima.lab.run.Inquest;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.trace.OpenPorts;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says why probes failed, on a network that is up: it sends them once more and follows them. */
public final class Explainer implements Inquest {
  private final Network network;
  private final Tracer tracer;

  /** For a network, with who traces in it. */
  public Explainer(Network network, Tracer tracer) {
    this.network = network;
    this.tracer = tracer;
  }

  /**
   * Explains a trace.
   *
   * @param trace of a probe that was not to end as it did
   * @param listeners who listened meanwhile
   * @throws KernelException if the kernel does not tell what it is asked
   */
  public Explanation explain(Trace trace, List<Listener> listeners) throws KernelException {
    Case failed = new Case(network, Addresses.of(network), Devices.of(network), trace, listeners);
    for (Diagnosis diagnosis : Diagnosis.ALL) {
      Optional<Explanation> found = diagnosis.of(failed);
      if (found.isPresent()) {
        return found.get().with(trace.notes());
      }
    }
    return new Explanation(
        trace.reason(), trace.notes(), "dejima trace -v shows all that happened to the packet");
  }

  /**
   * Explains a probe that a test tried and that did not end as it should, or a refused one's
   * neighbour: what was to be refused and timed out.
   *
   * @throws KernelException if the kernel does not tell the ways of packets
   */
  public Explanation explain(LabTest test, Tried tried)
      throws KernelException, InterruptedException {
    List<Listener> listeners = listeners(test);
    return explain(tried, tracer.trace((Probe) tried.step().action(), listeners), listeners);
  }

  /**
   * As {@link #explain(LabTest, Tried)}, of a probe that was tried by itself: who was to listen
   * listens still.
   *
   * @throws KernelException if the kernel does not tell the ways of packets
   */
  public Explanation explain(Tried tried) throws KernelException, InterruptedException {
    Probe probe = (Probe) tried.step().action();
    Trace trace = tracer.trace(probe, List.of());
    return explain(tried, trace, OpenPorts.of(network, probe.address().bits() == 32 ? 4 : 6));
  }

  private Explanation explain(Tried tried, Trace trace, List<Listener> listeners)
      throws KernelException {
    boolean came = tried.answer().outcome().equals(Optional.of(Outcome.CONNECTED));
    if (came != trace.disposition().isSuccess()) {
      return new Explanation(
          "it depends on what was before: tried again by itself it was "
              + trace.disposition().word(),
          List.of(trace.reason()),
          "look at the steps before it, and at connections that are still tracked");
    }
    Explanation why = explain(trace, listeners);
    return came || wantsConnection(tried) ? why : otherwise(tried, why);
  }

  private static boolean wantsConnection(Tried tried) {
    return expected(tried).contains(Outcome.CONNECTED);
  }

  private static List<Outcome> expected(Tried tried) {
    List<Outcome> expected = new ArrayList<>();
    tried.step().expectations(Expectation.Answer.class).forEach(a -> expected.add(a.outcome()));
    tried.step().expectations(Expectation.OneOf.class).forEach(o -> expected.addAll(o.outcomes()));
    return expected;
  }

  /** It was not to come through, and does not, but ends in another way. */
  private static Explanation otherwise(Tried tried, Explanation why) {
    return new Explanation(
        why.cause(),
        why.evidence(),
        "the test expects %s and it was %s: change one or the other"
            .formatted(
                String.join(" or ", expected(tried).stream().map(Outcome::word).sorted().toList()),
                tried.answer().word()));
  }

  /** The probes of a test whose outcome was not the expected one. */
  public static List<Tried> wrong(TestResult result) {
    return result.probes().stream()
        .filter(tried -> !expected(tried).isEmpty())
        .filter(tried -> tried.answer().outcome().filter(expected(tried)::contains).isEmpty())
        .toList();
  }

  private static List<Listener> listeners(LabTest test) {
    return test.allSteps()
        .map(step -> step.action())
        .filter(Listener.class::isInstance)
        .map(Listener.class::cast)
        .toList();
  }

  /** The first of the probes that went wrong, explained: those after it often have its cause. */
  @Override
  public List<String> of(TestResult failed) throws InterruptedException {
    List<Tried> wrong = wrong(failed);
    if (wrong.isEmpty()) {
      return List.of();
    }
    try {
      return explain(failed.test(), wrong.getFirst()).lines();
    } catch (KernelException e) {
      return List.of("no explanation: " + e.getMessage());
    }
  }
}
