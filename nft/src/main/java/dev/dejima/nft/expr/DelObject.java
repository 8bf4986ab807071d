package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Deletes an object, or all objects of a table ({@code NFT_MSG_DELOBJ}, {@code
 * NFT_MSG_DESTROYOBJ}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param type its type; {@code UNSPEC} with all
 * @param name its name; absent with handle 0, all
 * @param handle its number, if not 0
 * @param destroy whether an object that is not there is no error
 */
public record DelObject(
    Family family,
    String table,
    ObjectType type,
    @Nullable String name,
    long handle,
    boolean destroy)
    implements NftMessage {}
