package dev.dejima.netstack.netfilter.nftables;

import org.jspecify.annotations.Nullable;

/** How a set finds an element. */
sealed interface SetIndex
    permits EmptyIndex, FieldsIndex, HashIndex.ShortKeys, HashIndex.LongKeys, IntervalIndex {
  SetIndex EMPTY = new EmptyIndex();

  /** The element that holds the key that begins at an octet of the registers, or null. */
  @Nullable Element find(byte[] registers, int offset);
}
