package dev.dejima.nft.json;

import java.util.List;
import java.util.stream.Stream;

/**
 * A text that is no JSON, or JSON that says nothing nft understands. Its messages are nft's own:
 * what is wrong first, then what that is part of.
 */
public final class NftJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final List<String> messages;
  private final int line;
  private final int column;

  NftJsonException(String message) {
    super(message);
    this.messages = List.of(message);
    this.line = 0;
    this.column = 0;
  }

  /** A text that is no JSON from some place on, counted from 1. */
  NftJsonException(String message, int line, int column, Throwable cause) {
    super(message, cause);
    this.messages = List.of(message);
    this.line = line;
    this.column = column;
  }

  /** The same, and what it is part of. */
  private NftJsonException(NftJsonException inner, String whole) {
    super(inner.getMessage() + "\n" + whole, inner);
    this.messages = Stream.concat(inner.messages.stream(), Stream.of(whole)).toList();
    this.line = 0;
    this.column = 0;
  }

  NftJsonException within(String whole) {
    return new NftJsonException(this, whole);
  }

  /** Each on a line of its own in the message. */
  public List<String> messages() {
    return messages;
  }

  /** Where a text that is no JSON goes wrong, counted from 1; 0 where it is JSON. */
  public int line() {
    return line;
  }

  /** The character in that line, counted from 1. */
  public int column() {
    return column;
  }
}
