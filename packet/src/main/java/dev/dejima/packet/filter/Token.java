package dev.dejima.packet.filter;

/**
 * A word of a filter expression.
 *
 * @param kind what it is
 * @param text as it was written; an escaped name without its backslash
 * @param column where it starts, counted from 1
 * @param number the value of a {@code NUMBER}
 */
record Token(Kind kind, String text, int column, int number) {
  enum Kind {
    KEYWORD,
    NAME,
    NUMBER,
    /** One to four numbers with dots between. */
    IPV4,
    IPV6,
    MAC,
    SYMBOL,
    END
  }

  boolean is(String word) {
    return text.equals(word) && (kind == Kind.KEYWORD || kind == Kind.SYMBOL);
  }
}
