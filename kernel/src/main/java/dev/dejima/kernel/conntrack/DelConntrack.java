package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Forgets connections ({@code IPCTNL_MSG_CT_DELETE}); as an event, says that one is gone.
 *
 * @param original its first packet's direction; absent to forget all of a version
 * @param reply the answers' direction, by which it is found where {@code original} is absent
 * @param version 4, 6, or 0: which to forget where both tuples are absent
 * @param id its number, which it must have to be forgotten; absent if any will do
 * @param last what it was when it went, in events
 */
public record DelConntrack(
    @Nullable ConntrackTuple original,
    @Nullable ConntrackTuple reply,
    int version,
    @Nullable Integer id,
    @Nullable NewConntrack last)
    implements ConntrackMessage {
  /** Forgets one, or all if there is no tuple. */
  public DelConntrack(@Nullable ConntrackTuple original) {
    this(original, null, 0, null, null);
  }
}
