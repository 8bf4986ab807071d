package dev.dejima.lab.run;

import dev.dejima.kernel.Clock;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Probe;
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
  private final List<Server> servers;

  TestRun(Network network, LabTest test) {
    this.network = network;
    this.kernel = network.kernel();
    this.test = test;
    boolean v4 = test.probe().address().bits() == 32;
    this.servers = test.listeners().stream().map(listener -> new Server(listener, v4)).toList();
  }

  TestResult run() throws KernelException, InterruptedException {
    try (Watch watch = Watch.open(network)) {
      Trial trial = new Trial(watch);
      int status = kernel.run(kernel.initial(), "test", StandardStreams.none(), trial::run);
      KernelException refusal = trial.refusal;
      if (refusal != null) {
        throw refusal;
      }
      if (status != 0 && trial.prober == null) {
        throw new InterruptedException();
      }
      return trial.result();
    }
  }

  /** The foreground of a test. */
  private final class Trial {
    private final Watch watch;
    private @Nullable Prober prober;
    private @Nullable KernelException refusal;

    Trial(Watch watch) {
      this.watch = watch;
    }

    int run(Process self) throws InterruptedException {
      try {
        List<Process> listening = new ArrayList<>();
        for (Server server : servers) {
          listening.add(start(self, server.listener().node(), "listener", server::run));
        }
        for (Process listener : listening) {
          listener.awaitReady();
        }
        Prober started = new Prober(test.probe(), kernel.clock(), test.within());
        prober = started;
        Process probe = start(self, test.probe().from(), "probe", started::run);
        while (probe.await(PAUSE).isEmpty()) {
          watch.collect();
        }
        settle(listening);
        return 0;
      } catch (KernelException e) {
        refusal = e;
        return 1;
      }
    }

    private Process start(Process self, String node, String role, Program program) {
      return self.start(
          network.namespace(node), role + " at " + node, StandardStreams.none(), program);
    }

    /** Looks on until all is quiet and nothing is missing, then ends the listeners. */
    private void settle(List<Process> listening) throws KernelException, InterruptedException {
      Clock clock = kernel.clock();
      long deadline = clock.nanoTime() + AFTERMATH.toNanos();
      int quiet = 0;
      while (quiet < QUIET_LOOKS && clock.nanoTime() < deadline) {
        boolean news = watch.collect();
        boolean waiting = news || isMissing(listening);
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

    private boolean isMissing(List<Process> listening) throws KernelException {
      for (int i = 0; i < servers.size(); i++) {
        if (servers.get(i).peer().isPresent() && !listening.get(i).ended()) {
          return true;
        }
      }
      Expectations expectations = expectations();
      return expectations.someMissing(conversation(), watch.packets());
    }

    private Expectations expectations() {
      Prober ran = prober;
      if (ran == null) {
        throw new IllegalStateException("nothing was tried");
      }
      return new Expectations(test, ran.answer(), servers);
    }

    private Conversation conversation() throws KernelException {
      return Conversation.of(network, test.probe().from(), watch, this::isProbe);
    }

    private boolean isProbe(Flow flow) {
      Probe probe = test.probe();
      return flow.destination().equals(probe.address())
          && switch (probe) {
            case Probe.Connect connect ->
                flow.protocol() == Flow.TCP && flow.destinationPort() == connect.to().port();
            case Probe.Udp udp ->
                flow.protocol() == Flow.UDP && flow.destinationPort() == udp.to().port();
            case Probe.Ping _ -> flow.protocol() == Flow.ICMP || flow.protocol() == Flow.ICMPV6;
          };
    }

    TestResult result() throws KernelException {
      Conversation conversation = conversation();
      Expectations expectations = expectations();
      List<String> failures = new ArrayList<>(expectations.failures(conversation, watch.packets()));
      if (watch.isIncomplete()) {
        failures.add("events were lost: there were more than the kernel keeps");
      }
      return new TestResult(
          test,
          expectations.summary(),
          failures,
          expectations.answer().took(),
          conversation.path(),
          conversation.packets(),
          conversation.decisions(),
          conversation.tracked());
    }
  }
}
