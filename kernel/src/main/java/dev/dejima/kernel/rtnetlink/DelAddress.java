package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.Prefix;

/**
 * Takes an address off a link ({@code RTM_DELADDR}).
 *
 * @param index the link's number
 * @param address the address, with the length of its network
 */
public record DelAddress(int index, Prefix address) implements RouteMessage {}
