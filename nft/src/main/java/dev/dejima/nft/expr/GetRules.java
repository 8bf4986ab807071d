package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Asks for rules ({@code NFT_MSG_GETRULE}); answered by {@link NewRule}s in their order.
 *
 * @param family of one family, or of all
 * @param table of one table; absent, of all
 * @param chain of one chain; absent, of all
 */
public record GetRules(Family family, @Nullable String table, @Nullable String chain)
    implements NftMessage {}
