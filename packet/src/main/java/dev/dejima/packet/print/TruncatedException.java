package dev.dejima.packet.print;

/** A printer wanted octets that were not captured. */
final class TruncatedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TruncatedException() {
    super("truncated", null, false, false);
  }
}
