package dev.dejima.nft.expr;

/** Keeps connection tracking from seeing the packet ({@code nft_notrack_eval} of nft_ct.c). */
public record Notrack() implements Expr {}
