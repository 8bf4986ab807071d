package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Sets what connection tracking keeps of the packet's flow ({@code nft_ct_set_eval} of nft_ct.c).
 *
 * @param key what
 * @param sreg where from
 * @param direction which tuple, for {@code ZONE}
 */
public record CtSet(CtKey key, int sreg, Ct.@Nullable Direction direction) implements Expr {}
