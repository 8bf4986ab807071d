package dev.dejima.lab.run;

import dev.dejima.kernel.Clock;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one test: opens captures and traces, starts the listeners, waits until they listen, runs the
 * probe and looks on, and then goes on looking until nothing more comes and what is expected to be
 * seen has been, or its time is over. It looks often, since a capture holds few packets that are
 * not taken: on linux each that comes alone takes a whole block of the ring.
 */
final class TestRun {
  /** Between two looks; what is on its way over a veth has arrived long before. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** How long to look, at most, once the probe has ended. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private static final int QUIET_LOOKS = 2;

  private final Network network;
  private final Kernel kernel;
  private final LabTest test;
  private final Hits hits;
  private final boolean v4;

  TestRun(Network network, LabTest test, Hits hits) {
    this.network = network;
    this.kernel = network.kernel();
    this.test = test;
    this.hits = hits;
    this.v4 =
        test.allSteps()
            .noneMatch(
                step -> step.action() instanceof Probe probe && probe.address().bits() != 32);
  }

  TestResult run() throws KernelException, InterruptedException {
    try (Watch watch = Watch.open(network, hits)) {
      Trial trial = new Trial(watch);
      int status = kernel.run(kernel.initial(), "test", StandardStreams.none(), trial::run);
      KernelException refusal = trial.refusal;
      if (refusal != null) {
        throw refusal;
      }
      if (status != 0) {
        throw new InterruptedException();
      }
      return new TestResult(test, trial.results);
    }
  }

  /** The foreground of a test. */
  private final class Trial {
    private final Watch watch;
    private final List<Server> servers = new ArrayList<>();
    private final List<Process> listening = new ArrayList<>();
    private final List<StepResult> results = new ArrayList<>();
    private @Nullable KernelException refusal;

    Trial(Watch watch) {
      this.watch = watch;
    }

    int run(Process self) throws InterruptedException {
      try {
        for (Step step : test.steps()) {
          results.add(run(self, step));
        }
        return 0;
      } catch (KernelException e) {
        refusal = e;
        return 1;
      }
    }

    private StepResult run(Process self, Step step) throws KernelException, InterruptedException {
      return switch (step.action()) {
        case Listener listener -> listen(self, step, listener);
        case Probe probe -> probe(self, step, probe);
        default -> throw new UnsupportedOperationException(step.action().toString());
      };
    }

    private StepResult listen(Process self, Step step, Listener listener)
        throws InterruptedException {
      Server server = new Server(listener, v4);
      servers.add(server);
      Process process = start(self, listener.node(), "listener", server::run);
      listening.add(process);
      process.awaitReady();
      return new StepResult.Done(step, "", List.of(), Duration.ZERO);
    }

    private StepResult probe(Process self, Step step, Probe probe)
        throws KernelException, InterruptedException {
      Prober prober = new Prober(probe, kernel.clock(), step.within());
      Process process = start(self, probe.from(), "probe", prober::run);
      while (process.await(PAUSE).isEmpty()) {
        watch.collect();
      }
      Expectations expectations = new Expectations(step, probe, prober.answer(), servers);
      settle(expectations);
      Conversation conversation = conversation(probe);
      List<String> failures = new ArrayList<>(expectations.failures(conversation, watch.packets()));
      if (watch.isIncomplete()) {
        failures.add("events were lost: there were more than the kernel keeps");
      }
      return new StepResult.Tried(
          step, expectations.summary(), failures, prober.answer(), conversation);
    }

    private Process start(Process self, String node, String role, Program program) {
      return self.start(
          network.namespace(node), role + " at " + node, StandardStreams.none(), program);
    }

    /** Looks on until all is quiet and nothing is missing, then ends the listeners. */
    private void settle(Expectations expectations) throws KernelException, InterruptedException {
      Clock clock = kernel.clock();
      long deadline = clock.nanoTime() + AFTERMATH.toNanos();
      int quiet = 0;
      while (quiet < QUIET_LOOKS && clock.nanoTime() < deadline) {
        boolean news = watch.collect();
        boolean waiting = news || isMissing(expectations);
        quiet = waiting ? 0 : quiet + 1;
        if (quiet < QUIET_LOOKS) {
          clock.sleep(PAUSE);
        }
      }
      for (Process listener : listening) {
        listener.interrupt();
      }
      watch.collect();
    }

    private boolean isMissing(Expectations expectations) throws KernelException {
      for (int i = 0; i < servers.size(); i++) {
        if (servers.get(i).peer().isPresent() && !listening.get(i).ended()) {
          return true;
        }
      }
      return expectations.someMissing(conversation(expectations.probe()), watch.packets());
    }

    private Conversation conversation(Probe probe) throws KernelException {
      return Conversation.of(network, probe.from(), watch, flow -> isProbe(flow, probe));
    }

    private static boolean isProbe(Flow flow, Probe probe) {
      return flow.destination().equals(probe.address())
          && switch (probe) {
            case Probe.Connect connect ->
                flow.protocol() == Flow.TCP && flow.destinationPort() == connect.to().port();
            case Probe.Udp udp ->
                flow.protocol() == Flow.UDP && flow.destinationPort() == udp.to().port();
            case Probe.Ping _ -> flow.protocol() == Flow.ICMP || flow.protocol() == Flow.ICMPV6;
          };
    }
  }
}
