package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.EnumSet;
import java.util.Set;

/** Which types of base chains there are in a family, and at which hooks ({@code nft_chain_*.c}). */
final class ChainTypes {
  /** {@code NF_IP_PRI_CONNTRACK}: nat chains come after it. */
  private static final int CONNTRACK_PRIORITY = -200;

  private static final Set<HookNumber> OF_PACKETS =
      EnumSet.range(HookNumber.PREROUTING, HookNumber.POSTROUTING);
  private static final Set<HookNumber> OF_DEVICES =
      EnumSet.of(HookNumber.INGRESS, HookNumber.EGRESS);

  private ChainTypes() {}

  /** Whether a hook is that of devices, not of a whole namespace. */
  static boolean isOfDevice(Family family, HookNumber hook) {
    return OF_DEVICES.contains(hook) && (family == Family.NETDEV || hook == HookNumber.INGRESS);
  }

  /**
   * Checks where a new chain wants to be hooked in.
   *
   * @throws Refused ENOENT for a type that the family does not have, EOPNOTSUPP for one that does
   *     not go with the hook or the priority
   */
  static void check(Family family, String type, BaseHook hook) throws Refused {
    if (!hooks(family, type).contains(hook.hook())
        || (type.equals("nat") && hook.priority() <= CONNTRACK_PRIORITY)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  /** Checks that a family has a type of chains. */
  static void check(Family family, String type) throws Refused {
    hooks(family, type);
  }

  private static Set<HookNumber> hooks(Family family, String type) throws Refused {
    boolean ofIp = family == Family.IP || family == Family.IP6 || family == Family.INET;
    return switch (type) {
      case "filter" ->
          switch (family) {
            case ARP -> EnumSet.of(HookNumber.INPUT, HookNumber.OUTPUT);
            case INET -> EnumSet.range(HookNumber.PREROUTING, HookNumber.INGRESS);
            case NETDEV -> OF_DEVICES;
            case BRIDGE, IP, IP6, UNSPEC -> OF_PACKETS;
          };
      case "nat" -> {
        if (!ofIp) {
          throw new Refused(Errno.ENOENT);
        }
        Set<HookNumber> hooks = EnumSet.copyOf(OF_PACKETS);
        hooks.remove(HookNumber.FORWARD);
        yield hooks;
      }
      case "route" -> {
        if (!ofIp) {
          throw new Refused(Errno.ENOENT);
        }
        yield EnumSet.of(HookNumber.OUTPUT);
      }
      default -> throw new Refused(Errno.ENOENT);
    };
  }
}
