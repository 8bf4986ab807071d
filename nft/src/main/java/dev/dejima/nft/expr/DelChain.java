package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Deletes a chain, all chains of a table, or devices of a chain ({@code NFT_MSG_DELCHAIN}, {@code
 * NFT_MSG_DESTROYCHAIN}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name; absent with handle 0, all
 * @param handle its number, if not 0
 * @param hook the devices to take out of a base chain; absent, the chain itself goes
 * @param destroy whether a chain that is not there is no error
 */
public record DelChain(
    Family family,
    String table,
    @Nullable String name,
    long handle,
    @Nullable BaseHook hook,
    boolean destroy)
    implements NftMessage {
  /** Deletes chains as such. */
  public DelChain(
      Family family, String table, @Nullable String name, long handle, boolean destroy) {
    this(family, table, name, handle, null, destroy);
  }
}
