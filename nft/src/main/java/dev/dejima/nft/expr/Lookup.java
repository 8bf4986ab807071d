package dev.dejima.nft.expr;

import java.util.OptionalInt;

/**
 * Looks a register up in a set: goes on if it is there, and loads what a map holds for it ({@code
 * nft_lookup.c}).
 *
 * @param sreg the key
 * @param set the set's name
 * @param setId the set's number within its batch, where the set is made by the same batch; else 0
 * @param dreg where a map's data goes; empty for a set, {@link Register#VERDICT} for a verdict map
 * @param inverted whether to go on if it is not there
 */
public record Lookup(int sreg, String set, int setId, OptionalInt dreg, boolean inverted)
    implements Expr {}
