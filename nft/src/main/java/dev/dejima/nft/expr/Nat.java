package dev.dejima.nft.expr;

/**
 * Translates the source or the destination of the flow that the packet opens ({@code nft_nat.c}).
 *
 * @param destination whether {@code dnat}, otherwise {@code snat}
 * @param family the family of the addresses, {@code IP} or {@code IP6}
 * @param range what to translate to
 */
public record Nat(boolean destination, Family family, NatRange range) implements Expr {}
