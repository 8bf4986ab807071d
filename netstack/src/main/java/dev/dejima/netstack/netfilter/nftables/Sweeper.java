package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.nft.expr.NewSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes elements whose time is over, each set's at its own interval ({@code nft_rhash_gc}). They
 * do nothing even before; but they take room in a set that is full.
 */
final class Sweeper {
  private final EventLoop loop;
  private final Conntrack conntrack;
  private final Timer timer;
  private final Set<ElementSet> sets = new LinkedHashSet<>();

  Sweeper(EventLoop loop, Conntrack conntrack) {
    this.loop = loop;
    this.conntrack = conntrack;
    this.timer = loop.backgroundTimer(this::sweep);
  }

  /** Looks after sets that were made or changed. */
  void lookAt(Iterable<ElementSet> changed) {
    for (ElementSet set : changed) {
      if (set.kind == SetKind.HASH && (set.has(NewSet.TIMEOUT) || set.has(NewSet.EVAL))) {
        sets.add(set);
      }
    }
    arm();
  }

  private void arm() {
    sets.removeIf(set -> set.table.sets.get(set.name) != set);
    if (timer.pending() || sets.isEmpty()) {
      return;
    }
    long due = sets.stream().mapToLong(ElementSet::sweepDue).min().getAsLong();
    timer.arm(Math.max(1, due - loop.nanoTime()));
  }

  private void sweep() {
    long now = loop.nanoTime();
    List<ElementSet> due = new ArrayList<>(sets);
    due.removeIf(set -> set.sweepDue() > now);
    for (ElementSet set : due) {
      set.sweep(now, element -> element instanceof StatefulElement some && some.isIdle(conntrack));
    }
    arm();
  }
}
