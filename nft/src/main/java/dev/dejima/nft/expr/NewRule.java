package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.List;
import java.util.Set;

/**
 * A rule ({@code NFT_MSG_NEWRULE}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param chain the name of its chain; empty where {@code chainId} says which
 * @param chainId the number within its batch of a chain that has no name; else 0
 * @param handle the kernel's number of it; in a request with {@code REPLACE}, the rule to replace
 * @param position in a request, the handle of the rule to put it behind (with {@code APPEND}) or
 *     before; in a dump, the handle of the rule before it; 0 for none
 * @param positionId as {@code position}, by the {@code id} of a rule of the same batch; 0 for none
 * @param id the rule's number within its batch; 0 for none
 * @param exprs what it does
 * @param userData what nft keeps there: a comment ({@link UserData})
 * @param mode where to put it, or that it replaces another
 */
public record NewRule(
    Family family,
    String table,
    String chain,
    int chainId,
    long handle,
    long position,
    int positionId,
    int id,
    List<Expr> exprs,
    Bytes userData,
    Set<NewFlag> mode)
    implements NftMessage {
  /** Keeps a copy of the expressions. */
  public NewRule {
    exprs = List.copyOf(exprs);
  }

  /** A rule of a chain that is known by its name. */
  public NewRule(
      Family family,
      String table,
      String chain,
      long handle,
      long position,
      int positionId,
      int id,
      List<Expr> exprs,
      Bytes userData,
      Set<NewFlag> mode) {
    this(family, table, chain, 0, handle, position, positionId, id, exprs, userData, mode);
  }
}
