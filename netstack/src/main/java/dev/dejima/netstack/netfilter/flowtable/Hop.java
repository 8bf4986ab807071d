package dev.dejima.netstack.netfilter.flowtable;

import dev.dejima.netstack.Device;

/**
 * Where a flow's packets of one direction leave.
 *
 * @param device by which
 * @param high the next hop's address, its first half; both are 0 for the destination itself
 * @param low its second half
 */
public record Hop(Device device, long high, long low) {
  boolean isDirect() {
    return (high | low) == 0;
  }
}
