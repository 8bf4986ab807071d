package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Deletes a rule, all rules of a chain, or all of a table ({@code NFT_MSG_DELRULE}, {@code
 * NFT_MSG_DESTROYRULE}).
 *
 * @param family the family of the table
 * @param table the name of the table
 * @param chain the name of the chain; absent, all chains
 * @param handle the rule's number; 0, all rules
 * @param destroy whether a rule that is not there is no error
 */
public record DelRule(
    Family family, String table, @Nullable String chain, long handle, boolean destroy)
    implements NftMessage {}
