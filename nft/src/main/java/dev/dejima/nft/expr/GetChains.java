package dev.dejima.nft.expr;

/**
 * Asks for chains ({@code NFT_MSG_GETCHAIN}); answered by {@link NewChain}s.
 *
 * @param family of one family, or of all
 */
public record GetChains(Family family) implements NftMessage {}
