package dev.dejima.lab.run;

import dev.dejima.lab.Node;
import dev.dejima.nft.expr.TraceEvent;
import java.util.List;

/**
 * What was seen from some moment on.
 *
 * @param packets by interface
 * @param traces the rules that packets met
 * @param tracked the connections
 */
record Sight(List<SeenPacket> packets, List<Traced> traces, Connections tracked) {
  /**
   * Tracked connections, by node.
   *
   * @param begun those that were opened, each as it is now; those that are gone already, as they
   *     began
   * @param older those that there were before
   */
  record Connections(List<Translation> begun, List<Translation> older) {}

  /** A traced step, and the conversation of its packet. */
  record Traced(Node node, TraceEvent event, Flow flow) {}

  /** A moment: how much had been seen by then. */
  record Mark(int packets, int traces, int tracked) {}
}
