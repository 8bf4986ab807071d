package dev.dejima.lab.run;

import dev.dejima.kernel.Clock;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Action;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the steps of a test play: the listeners, the connections that have names, and who looks on.
 * While a step is done it looks often, since a capture holds few packets that are not taken: on
 * linux each that comes alone takes a whole block of the ring. Then it goes on looking until
 * nothing more comes and what is expected to be seen has been, or its time is over.
 */
final class Stage {
  /** Between two looks; what is on its way over a veth has arrived long before. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** How long to look, at most, once a step has ended. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private static final int QUIET_LOOKS = 2;

  /** A long wait is looked at so often. */
  private static final int LOOKS = 100;

  private final Network network;
  private final Kernel kernel;
  private final Watch watch;
  private final Process self;
  private final Tooling tooling;
  private final boolean v4;
  private final List<Server> servers = new ArrayList<>();
  private final List<Process> listening = new ArrayList<>();
  private final Map<String, Line> lines = new HashMap<>();
  private final Sight.Mark begin;
  private final LabTest test;
  private final Progress progress;

  Stage(Network network, Watch watch, Process self, LabTest test, Progress progress) {
    this.test = test;
    this.progress = progress;
    this.network = network;
    this.kernel = network.kernel();
    this.watch = watch;
    this.self = self;
    this.tooling = new Tooling(network, self);
    this.begin = watch.mark();
    this.v4 =
        test.allSteps()
            .noneMatch(
                step -> step.action() instanceof Probe probe && probe.address().bits() != 32);
  }

  /** Ends the listeners and what is still open, so that their ports are free. */
  void clear() throws InterruptedException {
    lines.values().forEach(Line::close);
    listening.forEach(Process::interrupt);
    for (Process listener : listening) {
      listener.await();
    }
  }

  /** Does a step and judges it. */
  StepResult run(Step step) throws KernelException, LabException, InterruptedException {
    return switch (step.action()) {
      case Action.Together together -> together(step, together.steps());
      case Action.Matrix matrix -> new MatrixRun(network, test, step, matrix, progress).run(self);
      case Action.Flows flows -> flows(step, flows);
      case Listener _, Probe _, Action.Talk _, Action.Change _ -> single(step);
    };
  }

  private StepResult flows(Step step, Action.Flows flows)
      throws KernelException, LabException, InterruptedException {
    long start = kernel.clock().nanoTime();
    FlowRun run = new FlowRun(step, flows, network.lab().topology());
    for (Listener listener : run.listeners()) {
      listen(listener);
    }
    List<StepResult> results = new ArrayList<>();
    for (List<Step> batch : run.batches()) {
      if (together(step, batch) instanceof StepResult.Group group) {
        results.addAll(group.parts());
      }
    }
    Duration took = Duration.ofNanos(kernel.clock().nanoTime() - start);
    return new StepResult.Group(step, results, List.of(), took);
  }

  private StepResult single(Step step) throws KernelException, LabException, InterruptedException {
    Act act = act(step);
    begin(act);
    while (!act.isOver()) {
      watch.collect();
      act.await(PAUSE);
    }
    settle(act);
    return act.result();
  }

  private void begin(Act act) throws KernelException, InterruptedException {
    servers.forEach(
        server -> {
          if (!server.isBusy()) {
            server.forget();
          }
        });
    act.begin();
  }

  private StepResult together(Step step, List<Step> parts)
      throws KernelException, LabException, InterruptedException {
    long start = kernel.clock().nanoTime();
    List<Act> acts = new ArrayList<>();
    for (Step part : parts) {
      acts.add(act(part));
    }
    for (Act act : acts) {
      act.begin();
    }
    for (Act act : acts) {
      while (!act.isOver()) {
        watch.collect();
        act.await(PAUSE);
      }
    }
    Duration took = Duration.ofNanos(kernel.clock().nanoTime() - start);
    List<StepResult> results = new ArrayList<>();
    for (Act act : acts) {
      settle(act);
      results.add(act.result());
    }
    StateJudge judge = new StateJudge(step, watch.packets(begin), took, tooling);
    return new StepResult.Group(step, results, judge.failures(null), took);
  }

  private Act act(Step step) throws LabException {
    return switch (step.action()) {
      case Listener listener -> new Acts.Listening(this, step, listener);
      case Probe probe -> new Acts.Probing(this, step, probe);
      case Action.Talk talk -> new Acts.Talking(this, step, talk);
      case Action.Run run -> new Acts.Running(this, step, run, Programs.of(run.command()));
      case Action.Nft nft -> new Acts.Loading(this, step, nft);
      case Action.Sysctl sysctl -> new Acts.Setting(this, step, sysctl);
      case Action.SetLink link -> new Acts.Switching(this, step, link);
      case Action.Wait wait -> new Acts.Waiting(this, step, wait);
      case Action.Look _ -> new Acts.Looking(this, step);
      case Action.Together _, Action.Matrix _, Action.Flows _ ->
          throw new IllegalStateException("no single act: " + step.action());
    };
  }

  /** Looks on until all is quiet and nothing is missing. */
  private void settle(Act act) throws KernelException, InterruptedException {
    Clock clock = kernel.clock();
    long deadline = clock.nanoTime() + AFTERMATH.toNanos();
    int quiet = act.settles() ? 0 : QUIET_LOOKS;
    while (quiet < QUIET_LOOKS && clock.nanoTime() < deadline) {
      boolean news = watch.collect();
      boolean waiting = news || servers.stream().anyMatch(Server::isBusy) || act.someMissing();
      quiet = waiting ? 0 : quiet + 1;
      if (quiet < QUIET_LOOKS) {
        clock.sleep(PAUSE);
      }
    }
    watch.collect();
  }

  Network network() {
    return network;
  }

  Watch watch() {
    return watch;
  }

  Tooling tooling() {
    return tooling;
  }

  List<Server> servers() {
    return servers;
  }

  Clock clock() {
    return kernel.clock();
  }

  /** What was seen from the beginning of the test on. */
  Sight.Mark begin() {
    return begin;
  }

  /** Starts a process that ends with the test at the latest. */
  Process start(String node, String role, StandardStreams streams, Program program) {
    return self.start(network.namespace(node), role + " at " + node, streams, program);
  }

  /** Starts a process in no node. */
  Process startHere(String name, Program program) {
    return self.start(kernel.initial(), name, StandardStreams.none(), program);
  }

  /** Lets a node listen until the test ends. */
  void listen(Listener listener) throws InterruptedException {
    Server server = new Server(listener, v4, line(listener.as()));
    servers.add(server);
    Process process = start(listener.node(), "listener", StandardStreams.none(), server::run);
    listening.add(process);
    process.awaitReady();
  }

  /** The connection of a name, new or not; none for no name. */
  @Nullable Line line(@Nullable String name) {
    return name == null ? null : lines.computeIfAbsent(name, Line::new);
  }

  /** How long to wait between two looks during a long wait. */
  static Duration pause(Duration whole) {
    Duration part = whole.dividedBy(LOOKS);
    return part.compareTo(PAUSE) > 0 ? part : PAUSE;
  }
}
