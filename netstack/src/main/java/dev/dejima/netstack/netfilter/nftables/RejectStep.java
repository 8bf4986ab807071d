package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.PacketSender;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Reject;

/** Tells the sender, and drops ({@code nft_reject_ipv4_eval} and its like). */
final class RejectStep implements Step {
  private static final int ICMP_UNREACHABLE = 3;
  private static final int ICMPV6_UNREACHABLE = 1;
  private static final int TCP = 6;

  /** By NFT_REJECT_ICMPX_*: no route, port unreachable, host unreachable, prohibited. */
  private static final int[] ICMP_CODES = {0, 3, 1, 13};

  private static final int[] ICMPV6_CODES = {0, 4, 3, 1};

  private final Reject reject;

  /** Whether the table's family knows the codes that IPv4 and IPv6 have in common. */
  private final boolean common;

  RejectStep(Reject reject, Family family) {
    this.reject = reject;
    this.common = family != Family.IP && family != Family.IP6;
  }

  @Override
  public int run(Evaluation e) {
    if (e.hook == HookNumber.INGRESS || e.place == Family.BRIDGE) {
      frame(e);
      e.verdict = Decision.DROP;
      return VERDICT;
    }
    boolean v4 = e.version() == 4;
    switch (reject.type()) {
      case TCP_RST -> {
        boolean whole = e.packet.protocol == TCP && !e.packet.laterFragment;
        if (whole && e.environment.host().sendReset(e.packet, e.hook)) {
          e.environment.conntrack().close(e.packet);
        }
      }
      case ICMP_UNREACH -> icmp(e, v4, reject.code());
      case ICMPX_UNREACH -> {
        if (common) {
          icmp(e, v4, v4 ? ICMP_CODES[reject.code()] : ICMPV6_CODES[reject.code()]);
        }
      }
    }
    e.verdict = Decision.DROP;
    return VERDICT;
  }

  /** Where there is no route yet, the answer leaves where the frame came in. */
  private void frame(Evaluation e) {
    Packet packet = e.packet;
    boolean toGroup = (packet.bytes[packet.link] & 1) != 0;
    if (toGroup || e.in == null || !packet.isIp() || !FrameHeaders.isSound(packet)) {
      return;
    }
    PacketSender sender = e.environment.host().sender();
    switch (reject.type()) {
      case TCP_RST -> sender.answerReset(packet, e.place, e.in);
      case ICMP_UNREACH -> sender.answerUnreachable(packet, e.place, e.in, reject.code());
      case ICMPX_UNREACH -> {
        int[] codes = e.version() == 4 ? ICMP_CODES : ICMPV6_CODES;
        sender.answerUnreachable(packet, e.place, e.in, codes[reject.code()]);
      }
    }
  }

  private static void icmp(Evaluation e, boolean v4, int code) {
    e.environment
        .host()
        .sendIcmpError(e.packet, e.hook, v4 ? ICMP_UNREACHABLE : ICMPV6_UNREACHABLE, code);
  }
}
