package dev.dejima.nft.json;

/** A text that is no JSON, or JSON that says nothing nft understands. */
public final class NftJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NftJsonException(String message) {
    super(message);
  }

  NftJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
