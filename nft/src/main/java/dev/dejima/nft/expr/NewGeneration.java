package dev.dejima.nft.expr;

/**
 * The ruleset's generation, one more for every batch that was committed ({@code NFT_MSG_NEWGEN}).
 *
 * @param id its number
 * @param processId the process that committed it
 * @param processName that process's name
 */
public record NewGeneration(int id, int processId, String processName) implements NftMessage {
  @Override
  public Family family() {
    return Family.UNSPEC;
  }
}
