package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Asks for sets ({@code NFT_MSG_GETSET}); answered by {@link NewSet}s.
 *
 * @param family of one family, or of all
 * @param table of one table; absent, of all
 */
public record GetSets(Family family, @Nullable String table) implements NftMessage {}
