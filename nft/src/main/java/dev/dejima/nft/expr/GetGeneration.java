package dev.dejima.nft.expr;

/** Asks for the number of the ruleset's generation ({@code NFT_MSG_GETGEN}). */
public record GetGeneration() implements NftMessage {
  @Override
  public Family family() {
    return Family.UNSPEC;
  }
}
