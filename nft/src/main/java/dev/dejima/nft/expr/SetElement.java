package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of a set or map ({@code NFTA_SET_ELEM_*}).
 *
 * @param key its key; empty for the catch-all element
 * @param keyEnd the upper end of a concatenation of ranges
 * @param data what a map holds for it
 * @param flags {@link #INTERVAL_END}, {@link #CATCH_ALL}
 * @param timeout how long it stays, ms; 0 for the set's own
 * @param expiration how long it still stays, ms
 * @param exprs expressions of its own, a counter for instance
 * @param userData what nft keeps there ({@link UserData})
 */
public record SetElement(
    Bytes key,
    @Nullable Bytes keyEnd,
    @Nullable Data data,
    int flags,
    long timeout,
    long expiration,
    List<Expr> exprs,
    Bytes userData) {
  /** The key is the first value behind an interval. */
  public static final int INTERVAL_END = 1;

  /** The element stands for every key that no other has. */
  public static final int CATCH_ALL = 2;

  /** Keeps a copy of the expressions. */
  public SetElement {
    exprs = List.copyOf(exprs);
  }

  /** An element of a plain set. */
  public static SetElement of(Bytes key, int flags) {
    return new SetElement(key, null, null, flags, 0, 0, List.of(), Bytes.EMPTY);
  }

  /** An element of a map. */
  public static SetElement of(Bytes key, Data data, int flags) {
    return new SetElement(key, null, data, flags, 0, 0, List.of(), Bytes.EMPTY);
  }
}
