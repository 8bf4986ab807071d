package dev.dejima.nft.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A word, number or sign of the text.
 *
 * @param text as written; of a {@code QUOTED} one, without its quotes, and of an IPv6 address
 *     without its brackets
 * @param span where it stands
 */
record Token(Kind kind, String text, Span span) {
  /** How lines end on Windows. */
  static final String CRLF = "\r\n";

  enum Kind {
    WORD,
    NUMBER,
    QUOTED,
    /** A word with an asterisk: {@code eth*}. */
    ASTERISK,
    /** A sign, or a word that stands for one: {@code eq}. */
    SIGN,
    NEWLINE,
    END,
    /** A character that begins nothing. */
    JUNK
  }

  /** Whether it is this word or sign, unquoted. */
  boolean is(String wanted) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(wanted);
  }

  /** Whether it ends a member of a set, or the key in it. */
  boolean endsMember() {
    return kind == Kind.NEWLINE
        || (kind == Kind.SIGN && (text.equals(",") || text.equals("}") || text.equals(":")));
  }

  /** Whether it ends a statement. */
  boolean isSeparator() {
    return kind == Kind.NEWLINE || is(";");
  }

  /** What nft calls it in a message. */
  String description() {
    return switch (kind) {
      case WORD -> Words.isReserved(text) ? text : "string";
      case NUMBER -> "number";
      case QUOTED -> "quoted string";
      case ASTERISK -> "string with a trailing asterisk";
      case SIGN -> Words.signName(text);
      case NEWLINE -> "newline";
      case END -> "end of file";
      case JUNK -> text.equals(CRLF) ? "CRLF line terminators" : "junk";
    };
  }

  /** What people who see such junk may do about it; null if nothing is known. */
  @Nullable String hint() {
    if (kind != Kind.JUNK) {
      return null;
    }
    return switch (text) {
      case CRLF -> "the file is of Windows; `sed -i 's/\\r$//' FILE` makes it one of Unix";
      case "\"" -> "no other quotation mark closes the text that this one opens";
      case "\ufeff" -> "the file begins with a byte order mark, which it must do without";
      case "\0", "\ufffd" -> "the file is not text in UTF-8";
      default -> null;
    };
  }
}
