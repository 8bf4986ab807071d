package dev.dejima.netstack.ip6;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/**
 * A route of IPv6 ({@code struct fib6_info}).
 *
 * @param high first half of the network's address, host bits zero
 * @param low second half
 * @param length of the prefix
 * @param gateway the next hop; absent where the network is on the link
 * @param device where packets leave; lo for types that lead nowhere
 * @param source preferred source
 * @param metric lowest first
 * @param onLink whether the gateway was declared to be on the link
 * @param expires the clock's time it ends at; 0 for never
 */
public record Route6(
    long high,
    long low,
    int length,
    @Nullable Ipv6Address gateway,
    NetDevice device,
    @Nullable Ipv6Address source,
    int metric,
    int table,
    int protocol,
    RouteType type,
    boolean onLink,
    long expires) {
  public static final int PROTOCOL_KERNEL = 2;
  public static final int PROTOCOL_RA = 9;

  /** Of prefixes that addresses bring ({@code IP6_RT_PRIO_ADDRCONF}). */
  public static final int METRIC_ADDRESS = 256;

  /** Of routes for which nobody says ({@code IP6_RT_PRIO_USER}). */
  public static final int METRIC_DEFAULT = 1024;

  /** Whether an address is in its network. */
  boolean matches(long otherHigh, long otherLow) {
    return Scopes.sameNetwork(high, low, otherHigh, otherLow, length);
  }

  /** Whether it is for the same network as another, in the same table. */
  boolean sameNetwork(Route6 other) {
    return table == other.table && length == other.length && high == other.high && low == other.low;
  }

  /** Whether packets go the same way by another ({@code rt6_duplicate_nexthop}). */
  boolean sameWay(Route6 other) {
    return device == other.device
        && (gateway == null ? other.gateway == null : gateway.equals(other.gateway));
  }

  /** Whether it leads to this host. */
  public boolean isLocal() {
    return type == RouteType.LOCAL || type == RouteType.ANYCAST;
  }

  public boolean isReject() {
    return type == RouteType.BLACKHOLE
        || type == RouteType.UNREACHABLE
        || type == RouteType.PROHIBIT;
  }
}
