package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowEvents;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Register;
import org.jspecify.annotations.Nullable;

/** Sets what connection tracking keeps of a flow ({@code nft_ct_set_eval}). */
final class CtSetSteps {
  private CtSetSteps() {}

  static Step of(CtSet set) {
    int source = Register.offset(set.sreg());
    return switch (set.key()) {
      case MARK ->
          e -> {
            Flow flow = e.packet.flow;
            if (flow != null) {
              int mark = Registers.hostInt(e.registers, source);
              flow.events |= flow.mark == mark ? 0 : FlowEvents.MARK;
              flow.mark = mark;
            }
            return Step.NEXT;
          };
      case SECMARK ->
          e -> {
            Flow flow = e.packet.flow;
            if (flow != null) {
              int mark = Registers.hostInt(e.registers, source);
              flow.events |= flow.securityMark == mark ? 0 : FlowEvents.SECMARK;
              flow.securityMark = mark;
            }
            return Step.NEXT;
          };
      case LABELS ->
          e -> {
            if (e.packet.flow != null) {
              label(
                  e.packet.flow,
                  Registers.hostLong(e.registers, source),
                  Registers.hostLong(e.registers, source + 8));
            }
            return Step.NEXT;
          };
      case EVENTMASK ->
          e -> {
            if (e.packet.flow != null) {
              e.packet.flow.eventMask = Registers.hostInt(e.registers, source);
            }
            return Step.NEXT;
          };
      case ZONE -> e -> zone(e, set.direction(), Registers.hostShort(e.registers, source));
      default -> throw new IllegalArgumentException(set.key().word());
    };
  }

  /** Labels are added to those that there are. */
  private static void label(Flow flow, long low, long high) {
    long newLow = flow.labelsLow | low;
    long newHigh = flow.labelsHigh | high;
    if (newLow != flow.labelsLow || newHigh != flow.labelsHigh) {
      flow.labelsLow = newLow;
      flow.labelsHigh = newHigh;
      flow.events |= FlowEvents.LABEL;
    }
  }

  /** Where the packet's flow will be looked for; a packet that has one keeps it. */
  private static int zone(Evaluation e, Ct.@Nullable Direction direction, int zone) {
    Packet packet = e.packet;
    if (packet.flow == null) {
      packet.zoneOriginal = direction == Ct.Direction.REPLY ? 0 : zone;
      packet.zoneReply = direction == Ct.Direction.ORIGINAL ? 0 : zone;
    }
    return Step.NEXT;
  }
}
