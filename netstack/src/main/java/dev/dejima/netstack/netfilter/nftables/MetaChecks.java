package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;

/** What rules may read and write beside a packet's octets ({@code nft_meta_get_init}). */
final class MetaChecks {
  private MetaChecks() {}

  static Meta check(Meta meta, Family family, RegisterUse registers) throws Refused {
    if (meta.key() == MetaKey.BRI_BROUTE) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (isOfBridges(meta.key())) {
      bridge(family);
    }
    registers.store(meta.dreg(), meta.key().length());
    return meta;
  }

  static MetaSet check(MetaSet set, Family family, RegisterUse registers) throws Refused {
    switch (set.key()) {
      case MARK, PRIORITY, NFTRACE, PKTTYPE, SECMARK -> {}
      case BRI_BROUTE -> bridge(family);
      default -> throw new Refused(Errno.EOPNOTSUPP);
    }
    registers.load(set.sreg(), set.key().length());
    return set;
  }

  private static boolean isOfBridges(MetaKey key) {
    return switch (key) {
      case IBRNAME, OBRNAME, IBRPVID, IBRVPROTO, IBRHWADDR -> true;
      default -> false;
    };
  }

  private static void bridge(Family family) throws Refused {
    if (family != Family.BRIDGE) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }
}
