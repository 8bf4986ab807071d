package dev.dejima.nft.expr;

/**
 * What a register is given, or a map's element holds ({@code NFTA_DATA_*}): a value, a verdict or
 * an object.
 */
public sealed interface Data permits ObjectName, Value, Verdict {}
