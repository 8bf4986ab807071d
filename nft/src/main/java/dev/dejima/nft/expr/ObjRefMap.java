package dev.dejima.nft.expr;

/**
 * Runs the stateful object that a map holds for a register ({@code nft_objref_map_ops}).
 *
 * @param sreg the key
 * @param set the map's name
 * @param setId the map's number within its batch, where the same batch makes it; else 0
 */
public record ObjRefMap(int sreg, String set, int setId) implements Expr {}
