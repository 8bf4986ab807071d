package dev.dejima.nft.expr;

import java.util.List;
import java.util.Set;

/**
 * Elements of a set: to add in a request, what there is in a dump ({@code NFT_MSG_NEWSETELEM}).
 *
 * @param family the family of the table
 * @param table the name of the table
 * @param set the name of the set
 * @param setId the set's number within its batch, where the same batch makes it; else 0
 * @param elements the elements
 * @param mode what to do if one exists
 */
public record NewSetElements(
    Family family,
    String table,
    String set,
    int setId,
    List<SetElement> elements,
    Set<NewFlag> mode)
    implements NftMessage {
  /** Keeps a copy of the elements. */
  public NewSetElements {
    elements = elements instanceof SetElements ? elements : List.copyOf(elements);
  }
}
