package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Family;

/** What rules may read and write of flows ({@code nft_ct_get_init}, {@code nft_ct_set_init}). */
final class CtChecks {
  private CtChecks() {}

  static Ct check(Ct ct, Family family, RegisterUse registers) throws Refused {
    boolean directed = ct.direction() != null;
    boolean allowed =
        switch (ct.key()) {
          case SRC, DST, PROTO_SRC, PROTO_DST, SRC_IP, DST_IP, SRC_IP6, DST_IP6 -> directed;
          case L3PROTOCOL, PROTOCOL, BYTES, PKTS, AVGPKT, ZONE -> true;
          case STATE, DIRECTION, STATUS, MARK, SECMARK, EXPIRATION, HELPER, LABELS, ID -> !directed;
          case EVENTMASK -> throw new Refused(Errno.EOPNOTSUPP);
        };
    if (!allowed) {
      throw new Refused(Errno.EINVAL);
    }
    registers.store(ct.dreg(), length(ct.key(), family));
    return ct;
  }

  /** Octets that a key loads in a table of a family. */
  private static int length(CtKey key, Family family) throws Refused {
    if (key != CtKey.SRC && key != CtKey.DST) {
      return key.length();
    }
    return switch (family) {
      case IP -> 4;
      case IP6, INET -> 16;
      default -> throw new Refused(Errno.EAFNOSUPPORT);
    };
  }

  static CtSet check(CtSet set, RegisterUse registers) throws Refused {
    switch (set.key()) {
      case MARK, SECMARK, LABELS, EVENTMASK -> {
        if (set.direction() != null) {
          throw new Refused(Errno.EINVAL);
        }
      }
      case ZONE -> {}
      default -> throw new Refused(Errno.EOPNOTSUPP);
    }
    registers.load(set.sreg(), set.key().length());
    return set;
  }
}
