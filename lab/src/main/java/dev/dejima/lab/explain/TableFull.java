package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.path.FlowEvent.Tracked;
import dev.dejima.lab.trace.Hop;
import java.util.List;
import java.util.Optional;

/** The table of tracked connections is full: who would begin another is dropped unseen. */
record TableFull() implements Diagnosis {
  private static final String MOST = "net/netfilter/nf_conntrack_max";

  @Override
  public Optional<Explanation> of(Case failed) throws KernelException {
    Optional<Hop> hop = PortsExhausted.undecided(failed);
    if (hop.isEmpty()
        || hop.get().steps().stream()
            .anyMatch(step -> step.event() instanceof Tracked tracked && tracked.flow() != null)) {
      return Optional.empty();
    }
    String node = hop.get().node();
    String most = failed.network().namespace(node).sysctl().read(MOST).strip();
    long tracked = tracked(failed, node);
    if (tracked < Long.parseLong(most)) {
      return Optional.empty();
    }
    return Optional.of(
        new Explanation(
            "%s tracks %d connections and may track %s: its table is full, and it drops each packet"
                    .formatted(node, tracked, most)
                + " that would begin another",
            List.of("conntrack -L at %s lists them".formatted(node)),
            "at %s: sysctl -w net.netfilter.nf_conntrack_max=%d; or let what need not be tracked by:"
                    .formatted(node, Math.max(65536, 2 * tracked))
                + " notrack in a chain of priority raw"));
  }

  private static long tracked(Case failed, String node) throws KernelException {
    long tracked = 0;
    for (int version : new int[] {4, 6}) {
      tracked +=
          failed.network().namespace(node).conntrack().dump(new GetConntracks(version)).size();
    }
    return tracked;
  }
}
