package dev.dejima.netstack.ip;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.link.NetDevice;
import org.jspecify.annotations.Nullable;

/**
 * A route of IPv4.
 *
 * @param prefix the network's address, host bits zero
 * @param length of the prefix
 * @param gateway the next hop; 0 where the network is on the link
 * @param device where packets leave; absent for types that lead nowhere
 * @param source preferred source, 0 for none
 * @param metric lowest first
 * @param nextHopScope the scope of the next hop ({@code RT_SCOPE_*})
 * @param onLink whether the gateway was declared to be on the link
 */
public record Route4(
    int prefix,
    int length,
    int gateway,
    @Nullable NetDevice device,
    int source,
    int metric,
    int table,
    int protocol,
    int scope,
    int nextHopScope,
    RouteType type,
    boolean onLink) {
  public static final int SCOPE_UNIVERSE = 0;
  public static final int SCOPE_LINK = 253;
  public static final int SCOPE_HOST = 254;
  public static final int SCOPE_NOWHERE = 255;
  public static final int PROTOCOL_KERNEL = 2;

  /** Whether an address is in its network. */
  public boolean matches(int address) {
    return ((address ^ prefix) & Address4.mask(length)) == 0;
  }

  /** Whether it leads the same way as another. */
  boolean sameWay(Route4 other) {
    return gateway == other.gateway
        && device == other.device
        && source == other.source
        && scope == other.scope
        && type == other.type
        && protocol == other.protocol;
  }
}
