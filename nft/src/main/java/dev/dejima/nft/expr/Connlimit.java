package dev.dejima.nft.expr;

/**
 * Goes on with the rule while at most so many connections are tracked ({@code nft_connlimit.c}).
 *
 * @param count how many, unsigned
 * @param over whether to go on when there are more instead ({@code NFT_CONNLIMIT_F_INV})
 */
public record Connlimit(int count, boolean over) implements Expr, ObjectData {}
