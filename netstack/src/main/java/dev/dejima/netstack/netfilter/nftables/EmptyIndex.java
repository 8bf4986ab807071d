package dev.dejima.netstack.netfilter.nftables;

import org.jspecify.annotations.Nullable;

/** Nothing. */
record EmptyIndex() implements SetIndex {
  @Override
  public @Nullable Element find(byte[] registers, int offset) {
    return null;
  }
}
