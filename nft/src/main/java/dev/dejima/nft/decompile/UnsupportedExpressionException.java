package dev.dejima.nft.decompile;

/** An expression that the language here has no words for. */
final class UnsupportedExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsupportedExpressionException(String name) {
    super("expression " + name + " cannot be listed");
  }
}
