package dev.dejima.nft.expr;

/**
 * Marks packets for a security module ({@code nft_secmark} of {@code nft_meta.c}).
 *
 * @param context the security context
 */
public record SecmarkObject(String context) implements ObjectData {}
