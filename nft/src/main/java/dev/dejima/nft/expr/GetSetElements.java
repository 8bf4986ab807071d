package dev.dejima.nft.expr;

/**
 * Asks for the elements of a set ({@code NFT_MSG_GETSETELEM}); answered by {@link NewSetElements}.
 *
 * @param family the family of the table
 * @param table the name of the table
 * @param set the name of the set
 */
public record GetSetElements(Family family, String table, String set) implements NftMessage {}
