package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Reject;

/** With which answers rules may reject ({@code nft_reject_init}). */
final class RejectChecks {
  private static final int ICMP_CODES = 256;
  private static final int ICMPX_CODES = 4;

  private RejectChecks() {}

  static Reject check(Reject reject, Family family) throws Refused {
    if (family == Family.ARP) {
      throw new Refused(Errno.ENOENT); // no module has it for this family
    }
    int codes =
        switch (reject.type()) {
          case TCP_RST -> Integer.MAX_VALUE;
          case ICMP_UNREACH -> ICMP_CODES;
          case ICMPX_UNREACH -> ICMPX_CODES;
        };
    if (reject.code() < 0 || reject.code() >= codes) {
      throw new Refused(Errno.EINVAL);
    }
    return reject;
  }
}
