package dev.dejima.lab.run;

import dev.dejima.lab.LabTest;
import dev.dejima.lab.Port;
import java.time.Duration;
import java.util.List;

/**
 * What came of a test.
 *
 * @param test the test
 * @param summary what happened, in a line
 * @param failures why it failed, a line each, later ones indented where they explain the one
 *     before; empty if it passed
 * @param took how long the probe took, in the kernel's time
 * @param path the interfaces that its first packet passed, from the probe's on
 * @param packets the packets of the probe's conversation, by time
 * @param decisions the rules that they met, in order
 * @param tracked the connections that nodes tracked for them, from the probe's side on
 */
public record TestResult(
    LabTest test,
    String summary,
    List<String> failures,
    Duration took,
    List<Port> path,
    List<SeenPacket> packets,
    List<Decision> decisions,
    List<Translation> tracked) {
  /** Keeps copies. */
  public TestResult {
    failures = List.copyOf(failures);
    path = List.copyOf(path);
    packets = List.copyOf(packets);
    decisions = List.copyOf(decisions);
    tracked = List.copyOf(tracked);
  }

  public boolean passed() {
    return failures.isEmpty();
  }
}
