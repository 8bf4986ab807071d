package dev.dejima.nft.expr;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Sends the packet by another interface ({@code nft_fwd_netdev.c}).
 *
 * @param device register of the interface
 * @param address register of the neighbour to send it to; absent to leave the link addresses alone
 * @param family the address's; absent where there is none
 */
public record Fwd(int device, OptionalInt address, @Nullable Family family) implements Handover {}
