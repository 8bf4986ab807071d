package dev.dejima.nft.syntax;

/**
 * The name of a table, chain, set, map, object or flowtable, and where it was written.
 *
 * @param text without quotes
 * @param span where
 */
public record Name(String text, Span span) {
  /** A name that was never written. */
  public static Name of(String text) {
    return new Name(text, Span.NONE);
  }

  @Override
  public String toString() {
    return text;
  }
}
