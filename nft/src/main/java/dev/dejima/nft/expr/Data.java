package dev.dejima.nft.expr;

/**
 * What a register is given, or a map's element holds ({@code NFTA_DATA_*}): a value or a verdict.
 */
public sealed interface Data permits Value, Verdict {}
