package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Span;
import org.jspecify.annotations.Nullable;

/** What was written has no meaning; the message is nft's. */
public final class CompileException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Diagnostic diagnostic;

  /** A mistake at a place. */
  public CompileException(Span span, String message) {
    this(span, message, null);
  }

  /**
   * A mistake at a place.
   *
   * @param related what it is at odds with; absent for nothing
   */
  public CompileException(Span span, String message, @Nullable Span related) {
    this(new Diagnostic(span, message, null, related));
  }

  /** A mistake that is told already. */
  public CompileException(Diagnostic diagnostic) {
    super(diagnostic.message());
    this.diagnostic = diagnostic;
  }

  /** What is wrong, and where. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
