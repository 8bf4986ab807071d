package dev.dejima.nft.expr;

import java.util.List;

/**
 * Asks for elements of a set ({@code NFT_MSG_GETSETELEM}, {@code NFT_MSG_GETSETELEM_RESET});
 * answered by {@link NewSetElements}.
 *
 * @param family the family of the table
 * @param table the name of the table
 * @param set the name of the set
 * @param elements the ones to look up; none, all
 * @param reset whether to set what they have counted to 0 once it is told
 */
public record GetSetElements(
    Family family, String table, String set, List<SetElement> elements, boolean reset)
    implements NftMessage {
  /** Keeps a copy of the elements. */
  public GetSetElements {
    elements = List.copyOf(elements);
  }

  /** Asks for all elements of a set. */
  public GetSetElements(Family family, String table, String set) {
    this(family, table, set, List.of(), false);
  }
}
