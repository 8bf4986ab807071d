package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule.
 *
 * @param handle the kernel's number, of a rule that is listed or replaced; 0 otherwise
 * @param place beside which rule to put it; absent for the end (add) or the start (insert)
 * @param comment absent where none
 */
public record Rule(
    Family family,
    Name table,
    Name chain,
    long handle,
    @Nullable Place place,
    List<Statement> statements,
    @Nullable String comment,
    Span span)
    implements Subject.Definition {
  /** Keeps a copy. */
  public Rule {
    statements = List.copyOf(statements);
  }

  /** The same place in a chain, with other statements. */
  public Rule with(List<Statement> statements, @Nullable String comment) {
    return new Rule(family, table, chain, handle, place, statements, comment, span);
  }

  /**
   * The rule to put a new one behind (add) or before (insert).
   *
   * @param number its handle, or how many rules stand before it
   */
  public record Place(Kind kind, long number, Span span) {
    /** What the number is; {@code position} is the older word for {@code handle}. */
    public enum Kind {
      HANDLE("handle"),
      POSITION("position"),
      INDEX("index");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      public String word() {
        return word;
      }
    }
  }
}
