package dev.dejima.nft.expr;

/**
 * Turns numbers from the host's byte order to the network's, or back ({@code nft_byteorder.c}).
 *
 * @param sreg where from
 * @param dreg where to
 * @param toNetwork whether {@code hton}, otherwise {@code ntoh}
 * @param length octets in all
 * @param size octets of one number: 2, 4 or 8
 */
public record Byteorder(int sreg, int dreg, boolean toNetwork, int length, int size)
    implements Expr {}
