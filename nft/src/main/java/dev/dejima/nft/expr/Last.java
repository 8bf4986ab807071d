package dev.dejima.nft.expr;

/**
 * Keeps the time when a packet last came by ({@code nft_last.c}).
 *
 * @param used whether one ever did
 * @param milliseconds how long ago; 0 if none did
 */
public record Last(boolean used, long milliseconds) implements Expr {}
