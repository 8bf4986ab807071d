package dev.dejima.nft.expr;

import java.util.List;
import java.util.OptionalInt;

/**
 * Puts an element into a set or map, or takes it out ({@code nft_dynset.c}).
 *
 * @param operation what to do
 * @param sregKey the key
 * @param sregData what a map shall hold for it; empty for a set
 * @param set the set's name
 * @param setId the set's number within its batch, where the same batch makes it; else 0
 * @param timeout how long the element stays, ms; 0 for the set's own
 * @param exprs what the element does: counter, limit, …
 * @param inverted whether to go on if the element cannot be put in
 */
public record Dynset(
    Operation operation,
    int sregKey,
    OptionalInt sregData,
    String set,
    int setId,
    long timeout,
    List<Expr> exprs,
    boolean inverted)
    implements Expr {
  /** {@code enum nft_dynset_ops}; the ordinal is the kernel's number. */
  public enum Operation {
    ADD,
    UPDATE,
    DELETE
  }

  /** Keeps a copy of the expressions. */
  public Dynset {
    exprs = List.copyOf(exprs);
  }
}
