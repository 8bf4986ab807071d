package dev.dejima.nft.expr;

/**
 * Goes on with the rule until a number of octets has passed ({@code nft_quota.c}).
 *
 * @param bytes how many octets
 * @param consumed how many have passed
 * @param over whether to go on once they have passed instead ({@code NFT_QUOTA_F_INV})
 */
public record Quota(long bytes, long consumed, boolean over) implements Expr, ObjectData {}
