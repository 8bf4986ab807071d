package dev.dejima.lab;

import java.util.Locale;

/** What can come of a probe. */
public enum Outcome {
  /** A connection was made; of a datagram or an echo request, it was answered. */
  CONNECTED,
  /** A reset, or for a datagram a port unreachable. */
  REFUSED,
  /** Nothing came back. */
  TIMEOUT,
  /** There is no way there, or a router on it says so, also by the TTL that was over. */
  UNREACHABLE;

  /** The word of the lab file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
