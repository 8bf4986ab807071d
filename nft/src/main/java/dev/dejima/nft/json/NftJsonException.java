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

  NftJsonException(String message) {
    super(message);
    this.messages = List.of(message);
  }

  NftJsonException(String message, Throwable cause) {
    super(message, cause);
    this.messages = List.of(message);
  }

  /** The same, and what it is part of. */
  private NftJsonException(NftJsonException inner, String whole) {
    super(inner.getMessage() + "\n" + whole, inner);
    this.messages = Stream.concat(inner.messages.stream(), Stream.of(whole)).toList();
  }

  NftJsonException within(String whole) {
    return new NftJsonException(this, whole);
  }

  /** Each on a line of its own in the message. */
  public List<String> messages() {
    return messages;
  }
}
