package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.nft.expr.SetElement;
import org.jspecify.annotations.Nullable;

/** An element that keeps something from packet to packet: a counter, for instance. */
final class StatefulElement extends Element {
  final Stateful[] stateful;

  StatefulElement(
      SetElement given,
      @Nullable Decision decision,
      @Nullable NamedObject object,
      long expires,
      Stateful[] stateful) {
    super(given, decision, object, expires);
    this.stateful = stateful;
  }

  @Override
  int update(Evaluation e) {
    for (Stateful step : stateful) {
      int outcome = step.run(e);
      if (outcome != Step.NEXT) {
        return outcome;
      }
    }
    return Step.NEXT;
  }

  @Override
  void reset() {
    for (Stateful step : stateful) {
      step.reset();
    }
  }

  /** Whether it limits connections, and there are none. */
  boolean isIdle(Conntrack conntrack) {
    for (Stateful step : stateful) {
      if (step instanceof ConnlimitStep limit && limit.isIdle(conntrack)) {
        return true;
      }
    }
    return false;
  }
}
