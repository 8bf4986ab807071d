package dev.dejima.nft.expr;

import java.util.List;

/**
 * Deletes elements of a set ({@code NFT_MSG_DELSETELEM}, {@code NFT_MSG_DESTROYSETELEM}).
 *
 * @param family the family of the table
 * @param table the name of the table
 * @param set the name of the set
 * @param setId the set's number within its batch, where the same batch makes it; else 0
 * @param elements the elements; none, all of them
 * @param destroy whether an element that is not there is no error
 */
public record DelSetElements(
    Family family, String table, String set, int setId, List<SetElement> elements, boolean destroy)
    implements NftMessage {
  /** Keeps a copy of the elements. */
  public DelSetElements {
    elements = elements instanceof SetElements ? elements : List.copyOf(elements);
  }
}
