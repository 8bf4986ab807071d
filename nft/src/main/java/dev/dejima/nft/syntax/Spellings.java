package dev.dejima.nft.syntax;

import org.jspecify.annotations.Nullable;

/** The same string for the same letters, of those seen lately: rulesets repeat few words often. */
final class Spellings {
  /** Longer ones are hardly repeated. */
  private static final int LONGEST = 16;

  private static final int SIZE = 512;

  private final @Nullable String[] seen = new @Nullable String[SIZE];

  /** The letters of a text from a place up to, but without, another. */
  String of(String text, int from, int to) {
    int length = to - from;
    if (length > LONGEST) {
      return text.substring(from, to);
    }
    int hash = length;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int slot = (hash ^ hash >>> 9) & SIZE - 1;
    String known = seen[slot];
    if (known != null && known.length() == length && text.startsWith(known, from)) {
      return known;
    }
    String fresh = text.substring(from, to);
    seen[slot] = fresh;
    return fresh;
  }
}
