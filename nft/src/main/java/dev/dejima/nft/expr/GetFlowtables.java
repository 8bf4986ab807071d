package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Asks for flowtables ({@code NFT_MSG_GETFLOWTABLE}); answered by {@link NewFlowtable}s.
 *
 * @param family of one family, or of all
 * @param table of one table; absent, of all
 */
public record GetFlowtables(Family family, @Nullable String table) implements NftMessage {}
