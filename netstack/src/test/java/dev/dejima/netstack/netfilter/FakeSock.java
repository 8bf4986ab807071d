package dev.dejima.netstack.netfilter;

import dev.dejima.netstack.Sock;

/** A socket that is known to rules alone. */
record FakeSock(boolean isWildcard, boolean isTransparent, int mark) implements Sock {
  @Override
  public boolean isFull() {
    return true;
  }
}
