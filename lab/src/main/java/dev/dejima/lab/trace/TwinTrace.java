package dev.dejima.lab.trace;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Place;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.SeenPacket;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.run.TestResult;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Traces on a kernel that does not tell: the twin of its network is made, the probe is tried on
 * both, from the same port, and the twin's account is checked against what was seen.
 */
record TwinTrace(Network real, Kernel kernel) {
  /** How many probes use up a limit that is used up on the real kernel, which does not tell so. */
  private static final int MOST_TO_SPEND = 100;

  Trace trace(Probe probe, List<Listener> listeners) throws KernelException, InterruptedException {
    try (Twin twin = Twin.of(real, kernel)) {
      List<Listener> there = new ArrayList<>(listeners);
      there.addAll(OpenPorts.of(real, probe.address().bits() == 32 ? 4 : 6));
      StepResult.Tried tried = tried(test(probe, listeners));
      Conversation seen = tried.conversation();
      Tracer tracer = new Tracer(twin.network());
      Trace trace = tracer.trace(fromSamePort(probe, seen), there);
      for (int i = 0; i < MOST_TO_SPEND && SpentLimits.allowsMore(trace, seen); i++) {
        trace = tracer.trace(probe, there);
      }
      List<String> notes = new ArrayList<>();
      twin.lacks().forEach(lack -> notes.add("the twin lacks " + lack));
      notes.addAll(TwinCheck.differences(trace, seen, tried.answer()));
      notes.add(
          notes.isEmpty()
              ? "computed on a twin of the real network, which agrees with what was seen there"
              : "computed on a twin of the real network, where it differs Linux is right");
      return trace.with(notes);
    }
  }

  /** A frame is sent to the twin alone. */
  Trace frame(Port at, Bytes frame, List<Listener> listeners)
      throws KernelException, InterruptedException {
    try (Twin twin = Twin.of(real, kernel)) {
      List<String> notes = new ArrayList<>();
      twin.lacks().forEach(lack -> notes.add("the twin lacks " + lack));
      notes.add("computed on a twin of the real network, where no frame was sent");
      return new Tracer(twin.network()).frame(at, frame, listeners).with(notes);
    }
  }

  private TestResult test(Probe probe, List<Listener> listeners)
      throws KernelException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    listeners.forEach(listener -> steps.add(Step.of(listener, Place.NONE)));
    steps.add(new Step(probe, Tracer.LIMIT, List.of(), Place.NONE));
    try {
      return LabRun.test(real, new LabTest("trace", steps, Place.NONE));
    } catch (LabException e) {
      throw new KernelException(Errno.EIO, String.valueOf(e.getMessage()));
    }
  }

  private static StepResult.Tried tried(TestResult result) throws KernelException {
    for (StepResult step : result.steps()) {
      if (step instanceof StepResult.Tried tried) {
        return tried;
      }
    }
    throw new KernelException(Errno.EIO, "the probe was not tried");
  }

  /** The same probe from where the real one came. */
  private static Probe fromSamePort(Probe probe, Conversation seen) {
    Optional<Flow> first =
        seen.packets().stream()
            .filter(SeenPacket::outgoing)
            .filter(packet -> packet.at().node().equals(probe.from()))
            .map(SeenPacket::flow)
            .filter(Objects::nonNull)
            .findFirst();
    @Nullable Endpoint source =
        first.map(flow -> new Endpoint(flow.source(), flow.sourcePort())).orElse(null);
    return switch (probe) {
      case Probe.Connect c ->
          new Probe.Connect(
              c.from(), source == null ? c.source() : source, c.to(), c.send(), c.as(), c.place());
      case Probe.Udp u ->
          new Probe.Udp(
              u.from(), source == null ? u.source() : source, u.to(), u.send(), u.place());
      case Probe.Ping ping -> ping;
    };
  }
}
