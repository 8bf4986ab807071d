package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Deletes tables ({@code NFT_MSG_DELTABLE}, {@code NFT_MSG_DESTROYTABLE}).
 *
 * @param family of one family, or of all
 * @param name of this name; absent with handle 0, all
 * @param handle of this number, if not 0
 * @param destroy whether a table that is not there is no error
 */
public record DelTable(Family family, @Nullable String name, long handle, boolean destroy)
    implements NftMessage {}
