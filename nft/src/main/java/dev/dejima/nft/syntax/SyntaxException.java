package dev.dejima.nft.syntax;

/** Leaves the piece of text that has a mistake, for the place where reading can go on. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never leaves the parser
  private final Diagnostic diagnostic;

  SyntaxException(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
