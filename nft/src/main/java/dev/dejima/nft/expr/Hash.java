package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Loads Jenkins' hash of some registers ({@code nft_hash.c}).
 *
 * @param sreg the first register
 * @param length octets to hash
 * @param dreg where the number goes: {@code hash % modulus + offset}
 * @param modulus unsigned, at least 2
 * @param seed unsigned; absent for one that the kernel draws
 * @param offset unsigned
 */
public record Hash(int sreg, int length, int dreg, int modulus, @Nullable Integer seed, int offset)
    implements Expr {}
