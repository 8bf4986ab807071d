package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Register;

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
              flow.mark = Registers.hostInt(e.registers, source);
            }
            return Step.NEXT;
          };
      case SECMARK ->
          e -> {
            Flow flow = e.packet.flow;
            if (flow != null) {
              flow.securityMark = Registers.hostInt(e.registers, source);
            }
            return Step.NEXT;
          };
      default -> throw new IllegalArgumentException(set.key().word());
    };
  }
}
