package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Asks for rules ({@code NFT_MSG_GETRULE}, {@code NFT_MSG_GETRULE_RESET}); answered by {@link
 * NewRule}s in their order.
 *
 * @param family of one family, or of all
 * @param table of one table; absent, of all
 * @param chain of one chain; absent, of all
 * @param handle one rule; 0, all
 * @param reset whether to set what they have counted to 0 once it is told
 */
public record GetRules(
    Family family, @Nullable String table, @Nullable String chain, long handle, boolean reset)
    implements NftMessage {
  /** Asks for all rules of a chain, a table or a family. */
  public GetRules(Family family, @Nullable String table, @Nullable String chain) {
    this(family, table, chain, 0, false);
  }
}
