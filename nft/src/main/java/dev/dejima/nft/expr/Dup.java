package dev.dejima.nft.expr;

import java.util.OptionalInt;

/**
 * Sends a copy of the packet ({@code nft_dup_ipv4.c}, {@code nft_dup_netdev.c}).
 *
 * @param address register of the host to send it to; absent in the netdev family
 * @param device register of the interface to send it by; absent where the route decides
 */
public record Dup(OptionalInt address, OptionalInt device) implements Handover {}
