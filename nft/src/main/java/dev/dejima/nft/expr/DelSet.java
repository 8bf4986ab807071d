package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Deletes a set, or all sets of a table ({@code NFT_MSG_DELSET}, {@code NFT_MSG_DESTROYSET}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name; absent with handle 0, all
 * @param handle its number, if not 0
 * @param destroy whether a set that is not there is no error
 */
public record DelSet(
    Family family, String table, @Nullable String name, long handle, boolean destroy)
    implements NftMessage {}
