package dev.dejima.nft.expr;

/**
 * Asks for tables ({@code NFT_MSG_GETTABLE}); answered by {@link NewTable}s.
 *
 * @param family of one family, or of all
 */
public record GetTables(Family family) implements NftMessage {}
