package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;

/**
 * An object that Dejima has no record for, kept as it came.
 *
 * @param objectType the object's type
 * @param attributes {@code NFTA_OBJ_DATA}, undecoded
 */
public record UnknownObject(ObjectType objectType, Bytes attributes) implements ObjectData {}
