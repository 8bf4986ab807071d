package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.netfilter.conntrack.Bypass;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks after flowtables that have flows, each second ({@code nf_flow_offload_work_gc}). */
final class FlowtableSweep {
  private static final long SECOND = 1_000_000_000L;

  private final EventLoop loop;
  private final Bypass bypass;
  private final Timer timer;
  private final Set<Flowtable> watched = new LinkedHashSet<>();

  FlowtableSweep(EventLoop loop, Bypass bypass) {
    this.loop = loop;
    this.bypass = bypass;
    this.timer = loop.backgroundTimer(this::sweep);
  }

  /** A flowtable has got a flow. */
  void watch(Flowtable flowtable) {
    watched.add(flowtable);
    arm();
  }

  private void arm() {
    watched.removeIf(flowtable -> flowtable.flows.isEmpty());
    if (!watched.isEmpty() && !timer.pending()) {
      timer.arm(SECOND);
    }
  }

  private void sweep() {
    watched.forEach(flowtable -> flowtable.flows.sweep(loop.nanoTime(), bypass));
    arm();
  }

  /** The flows of flowtables that were deleted go back to connection tracking. */
  void retain(Ruleset ruleset) {
    for (Flowtable flowtable : List.copyOf(watched)) {
      boolean there =
          ruleset.tables.contains(flowtable.table)
              && flowtable.table.flowtables.get(flowtable.handle) != null;
      if (!there) {
        flowtable.flows.flush(null, bypass);
      }
    }
    arm();
  }

  /** The flows of a device that went down go back too. */
  void deviceDown(Device device) {
    watched.forEach(flowtable -> flowtable.flows.flush(device, bypass));
    arm();
  }
}
