package dev.dejima.nft.expr;

/**
 * Runs a stateful object of the table ({@code nft_objref.c}).
 *
 * @param type the object's type
 * @param name its name
 */
public record ObjRef(ObjectType type, String name) implements Expr {}
