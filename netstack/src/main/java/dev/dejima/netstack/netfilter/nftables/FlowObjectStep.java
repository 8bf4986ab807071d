package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.helper.FlowObjects.Assignment;

/** Gives a new flow a helper, timeouts or an expectation, as an object says. */
record FlowObjectStep(Assignment assignment) implements Step {
  @Override
  public int run(Evaluation e) {
    return switch (assignment.apply(e.packet)) {
      case GOES_ON -> NEXT;
      case BREAKS -> BREAK;
      case DROPS -> {
        e.verdict = Decision.DROP;
        yield VERDICT;
      }
    };
  }
}
