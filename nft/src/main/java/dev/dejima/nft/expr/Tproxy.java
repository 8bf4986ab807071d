package dev.dejima.nft.expr;

import java.util.OptionalInt;

/**
 * Gives the packet to a local socket without a change to it ({@code nft_tproxy.c}).
 *
 * @param family whose packets: {@code IP}, {@code IP6}, or {@code UNSPEC} for both
 * @param address register of the socket's address; absent for that of the interface
 * @param port register of the socket's port; absent for the packet's own
 */
public record Tproxy(Family family, OptionalInt address, OptionalInt port) implements Handover {}
