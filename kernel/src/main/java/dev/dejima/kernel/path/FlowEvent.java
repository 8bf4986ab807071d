package dev.dejima.kernel.path;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.nft.expr.HookNumber;
import org.jspecify.annotations.Nullable;

/** Connection tracking and translation. */
public sealed interface FlowEvent extends PathEvent {
  /** What a packet is to its flow, in the words of {@code ct state}. */
  enum State {
    NEW,
    ESTABLISHED,
    RELATED,
    INVALID,
    UNTRACKED
  }

  /**
   * Connection tracking looked at it.
   *
   * @param reply whether it goes the reply's way
   * @param flow the flow; null if it has none
   */
  record Tracked(Moment moment, State state, boolean reply, @Nullable FlowState flow)
      implements FlowEvent {}

  /**
   * A flow, as it was then.
   *
   * @param id the kernel's number of it
   * @param original the direction of the first packet, before any translation
   * @param reply the direction of the answers, as they come in
   * @param status {@code IPS_*}, as in {@link dev.dejima.kernel.conntrack.NewConntrack}
   */
  record FlowState(int id, ConntrackTuple original, ConntrackTuple reply, int status) {}

  /** The first packet of a flow came through all hooks: the flow is in the table from now on. */
  record Confirmed(Moment moment, FlowState flow) implements FlowEvent {}

  /**
   * The translation of a flow's source or destination was decided.
   *
   * @param source whether of the source; else of the destination
   * @param chain where it was decided; null where no rule did, and the address is kept
   * @param handle of the rule that did; 0 where none did
   * @param before the original direction before it
   * @param after the original direction behind it; equal to {@code before} where nothing changes
   */
  record TranslationChosen(
      Moment moment,
      boolean source,
      @Nullable ChainName chain,
      long handle,
      ConntrackTuple before,
      ConntrackTuple after)
      implements FlowEvent {}

  /**
   * A packet's addresses or ports were rewritten as its flow demands.
   *
   * @param hook where; INGRESS for a flowtable
   * @param before the packet before it
   * @param after the packet behind it
   */
  record Translated(
      Moment moment, HookNumber hook, boolean source, ConntrackTuple before, ConntrackTuple after)
      implements FlowEvent {}
}
