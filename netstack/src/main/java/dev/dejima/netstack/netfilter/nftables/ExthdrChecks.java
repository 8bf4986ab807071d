package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.Family;

/** What rules may ask of headers and options ({@code nft_exthdr_init} and its like). */
final class ExthdrChecks {
  private static final int LARGEST = 255;

  /** Kind and length of an option are not for rules to write. */
  private static final int OPTION_HEADER = 2;

  private ExthdrChecks() {}

  static Exthdr check(Exthdr exthdr, Family family, RegisterUse registers) throws Refused {
    if (exthdr.op() == Exthdr.Op.IPV4 && family == Family.IP6) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    within(exthdr.offset());
    within(exthdr.length());
    if (exthdr.present() && exthdr.length() != 1) {
      throw new Refused(Errno.EINVAL);
    }
    registers.store(exthdr.dreg(), exthdr.length());
    boolean known =
        switch (exthdr.op()) {
          case IPV4 -> Ipv4Options.isKnown(exthdr.type());
          case DCCP -> exthdr.present();
          case IPV6, TCPOPT, SCTP -> true;
        };
    if (!known) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return exthdr;
  }

  static ExthdrSet check(ExthdrSet set, RegisterUse registers) throws Refused {
    onlyTcp(set.op());
    within(set.offset());
    within(set.length());
    if (set.offset() < OPTION_HEADER || set.length() != 2 && set.length() != 4) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    registers.load(set.sreg(), set.length());
    return set;
  }

  static ExthdrReset check(ExthdrReset reset) throws Refused {
    onlyTcp(reset.op());
    return reset;
  }

  private static void onlyTcp(Exthdr.Op op) throws Refused {
    if (op != Exthdr.Op.TCPOPT) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  private static void within(int number) throws Refused {
    if (number < 0 || number > LARGEST) {
      throw new Refused(Errno.ERANGE);
    }
  }
}
