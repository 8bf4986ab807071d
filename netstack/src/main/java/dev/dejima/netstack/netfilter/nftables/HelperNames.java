package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.netfilter.helper.Helpers;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.Family;
import java.util.Objects;
import java.util.Set;

/** The helpers of connection tracking that Linux has, and for what. */
final class HelperNames {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final Set<String> OVER_TCP = Set.of("ftp", "sane", "sip", "Q.931");
  private static final Set<String> OVER_TCP4 = Set.of("irc", "pptp");
  private static final Set<String> OVER_UDP = Set.of("amanda", "sip", "tftp", "RAS");
  private static final Set<String> OVER_UDP4 = Set.of("netbios-ns", "snmp");

  private HelperNames() {}

  /** Refuses an object for a helper that there is not. */
  static void check(CtHelperObject helper, Family family) throws Refused {
    Family wanted = Objects.requireNonNullElse(helper.family(), family);
    boolean found =
        switch (wanted) {
          case IP -> is(helper, false);
          case IP6 -> is(helper, true);
          case INET, BRIDGE, NETDEV -> is(helper, false);
          case ARP, UNSPEC -> throw new Refused(Errno.EAFNOSUPPORT);
        };
    if ((wanted == Family.IP && family == Family.IP6)
        || (wanted == Family.IP6 && family == Family.IP)) {
      throw new Refused(Errno.EINVAL);
    }
    if (!found) {
      throw new Refused(Errno.ENOENT);
    }
    if (!Helpers.NAMES.contains(helper.name())) {
      throw Refused.lack();
    }
  }

  /** The object with the family for which there is such a helper. */
  static CtHelperObject told(CtHelperObject helper, Family family) {
    Family wanted = Objects.requireNonNullElse(helper.family(), family);
    Family told =
        switch (wanted) {
          case IP, IP6 -> wanted;
          case INET, BRIDGE, NETDEV, ARP, UNSPEC -> is(helper, true) ? Family.INET : Family.IP;
        };
    return new CtHelperObject(helper.name(), told, helper.protocol());
  }

  private static boolean is(CtHelperObject helper, boolean ip6) {
    return switch (helper.protocol()) {
      case TCP -> OVER_TCP.contains(helper.name()) || (!ip6 && OVER_TCP4.contains(helper.name()));
      case UDP -> OVER_UDP.contains(helper.name()) || (!ip6 && OVER_UDP4.contains(helper.name()));
      default -> false;
    };
  }
}
