package dev.dejima.netstack;

/** A socket as packets and rules know it ({@code struct sock}). */
public interface Sock {
  /** Whether it is more than an entry in TIME_WAIT or an answered SYN ({@code sk_fullsock}). */
  boolean isFull();

  /** Whether it listens to any address. */
  boolean isWildcard();

  /** Whether it may have addresses that are not this host's ({@code IP_TRANSPARENT}). */
  boolean isTransparent();

  /** The mark of its packets ({@code SO_MARK}). */
  int mark();

  /** Whether it only waits for late segments. */
  default boolean isTimeWait() {
    return false;
  }

  /** Ends one in TIME_WAIT, in whose place a new connection is to be opened. */
  default void makeWay() {}
}
