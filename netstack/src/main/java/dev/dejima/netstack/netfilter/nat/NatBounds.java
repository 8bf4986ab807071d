package dev.dejima.netstack.netfilter.nat;

import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.packet.IpAddress;

/**
 * What a translation may choose from ({@code struct nf_nat_range2}).
 *
 * @param minHigh high half of the lowest address, as {@link Tuple} has it
 * @param minLow its low half
 * @param maxHigh high half of the highest address
 * @param maxLow its low half
 * @param minPort the lowest port
 * @param maxPort the highest port
 * @param flags {@link NatRange#MAP_IPS} and the like
 */
public record NatBounds(
    long minHigh, long minLow, long maxHigh, long maxLow, int minPort, int maxPort, int flags) {

  /** One address, any port. */
  public static NatBounds of(IpAddress address) {
    return of(address, 0, 0, 0);
  }

  /** One address, with ports and flags. */
  public static NatBounds of(IpAddress address, int minPort, int maxPort, int flags) {
    long high = Tuple.high(address);
    long low = Tuple.low(address);
    return new NatBounds(high, low, high, low, minPort, maxPort, flags | NatRange.MAP_IPS);
  }

  boolean mapsAddress() {
    return (flags & NatRange.MAP_IPS) != 0;
  }

  boolean mapsPort() {
    return (flags & NatRange.PROTO_SPECIFIED) != 0;
  }

  boolean isRandom() {
    return (flags & (NatRange.PROTO_RANDOM | NatRange.PROTO_RANDOM_FULLY)) != 0;
  }

  boolean isPersistent() {
    return (flags & NatRange.PERSISTENT) != 0;
  }

  boolean isOneAddress() {
    return minHigh == maxHigh && minLow == maxLow;
  }

  boolean holds(long high, long low) {
    return compare(high, low, minHigh, minLow) >= 0 && compare(high, low, maxHigh, maxLow) <= 0;
  }

  boolean holdsPort(int port) {
    return port >= minPort && port <= maxPort;
  }

  private static int compare(long aHigh, long aLow, long bHigh, long bLow) {
    int high = Long.compareUnsigned(aHigh, bHigh);
    return high != 0 ? high : Long.compareUnsigned(aLow, bLow);
  }
}
