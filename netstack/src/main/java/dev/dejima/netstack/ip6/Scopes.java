package dev.dejima.netstack.ip6;

import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.MacAddress;

/** What kind of address two halves make, and how far it reaches (net/ipv6/addrconf_core.c). */
final class Scopes {
  static final int INTERFACE = 1;
  static final int LINK = 2;
  static final int SITE = 5;
  static final int GLOBAL = 14;

  static final Ipv6Address ALL_NODES = new Ipv6Address(0xff02_0000_0000_0000L, 1);
  static final Ipv6Address ALL_ROUTERS = new Ipv6Address(0xff02_0000_0000_0000L, 2);
  static final Ipv6Address INTERFACE_ALL_NODES = new Ipv6Address(0xff01_0000_0000_0000L, 1);
  static final Ipv6Address INTERFACE_ALL_ROUTERS = new Ipv6Address(0xff01_0000_0000_0000L, 2);
  static final Ipv6Address SITE_ALL_ROUTERS = new Ipv6Address(0xff05_0000_0000_0000L, 2);
  static final Ipv6Address MLD_ROUTERS = new Ipv6Address(0xff02_0000_0000_0000L, 0x16);

  private static final long SOLICITED_NODE = 0x1_ff00_0000L;

  private Scopes() {}

  static boolean isMulticast(long high) {
    return high >>> 56 == 0xff;
  }

  static boolean isLinkLocal(long high) {
    return high >>> 54 == 0x3fa;
  }

  static boolean isLoopback(long high, long low) {
    return high == 0 && low == 1;
  }

  static boolean isUnspecified(long high, long low) {
    return (high | low) == 0;
  }

  /** The scope that the address of a multicast group says. */
  static int ofGroup(long high) {
    return (int) (high >>> 48) & 15;
  }

  /** Whether an address means something on one link only ({@code rt6_need_strict}). */
  static boolean needsDevice(long high, long low) {
    return isLinkLocal(high) || isMulticast(high) && ofGroup(high) <= LINK;
  }

  /** {@code ipv6_addr_src_scope}: the larger the farther. */
  static int of(Ipv6Address address) {
    if (address.isMulticast()) {
      return ofGroup(address.high());
    }
    if (address.isLinkLocal() || address.isLoopback()) {
      return LINK;
    }
    return address.high() >>> 54 == 0x3fb ? SITE : GLOBAL;
  }

  /** The group that a neighbour with that address listens to (RFC 4291 section 2.7.1). */
  static Ipv6Address solicitedNode(long low) {
    return new Ipv6Address(0xff02_0000_0000_0000L, SOLICITED_NODE | low & 0xff_ffffL);
  }

  /** The link-layer address of a group (RFC 2464 section 7). */
  static MacAddress linkAddress(Ipv6Address group) {
    return new MacAddress(0x3333_0000_0000L | group.low() & 0xffff_ffffL);
  }

  static boolean isSolicitedNode(long high, long low) {
    return high == 0xff02_0000_0000_0000L && low >>> 24 == SOLICITED_NODE >>> 24;
  }

  static long mask(int length) {
    return length <= 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
  }

  /** Whether the first {@code length} bits of two addresses are the same. */
  static boolean sameNetwork(long high, long low, long otherHigh, long otherLow, int length) {
    return ((high ^ otherHigh) & mask(length)) == 0 && ((low ^ otherLow) & mask(length - 64)) == 0;
  }
}
