package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.IpAddress;

/**
 * Forgets a neighbour ({@code RTM_DELNEIGH}).
 *
 * @param index the link's number
 * @param address its address
 */
public record DelNeighbour(int index, IpAddress address) implements RouteMessage {}
