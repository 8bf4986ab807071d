package dev.dejima.tools.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word as it is written: texts and what is put in their place when it is expanded.
 *
 * @param parts in order; none for a word of two quotes with nothing between them, which is {@code
 *     quoted}
 * @param quoted whether any of it is quoted, so that it is a word even where nothing is left of it
 */
public record Word(List<Part> parts, boolean quoted) {
  /** Keeps a copy. */
  public Word {
    parts = List.copyOf(parts);
  }

  /** A word that is not quoted and has no expansions. */
  public static Word of(String text) {
    return new Word(List.of(new Literal(text, false)), false);
  }

  /** The text, if it is one that no quote and no expansion is in: what a keyword has to be. */
  @Nullable String bare() {
    return !quoted && parts.size() == 1 && parts.getFirst() instanceof Literal literal
        ? literal.text()
        : null;
  }

  /** What a word is made of. */
  public sealed interface Part {
    /** Whether it stands in quotes: it is neither split into fields nor a pattern. */
    boolean quoted();
  }

  /** Text. */
  public record Literal(String text, boolean quoted) implements Part {}

  /**
   * {@code $name}, {@code ${name}} or {@code ${nameOPERATORword}}.
   *
   * @param name a variable, a digit, or one of {@code ? $ ! # @ * -}
   * @param operator one of {@code - = ? +}, with a colon before it perhaps, or {@code # ## % %%};
   *     empty for the value alone, {@code length} for its length
   * @param argument what stands behind the operator
   */
  public record Parameter(String name, String operator, Word argument, boolean quoted)
      implements Part {}

  /** {@code $(…)}: what the commands print. */
  public record Substitution(Script script, boolean quoted) implements Part {}

  /** {@code $((…))}: an expression, whose own expansions come first. */
  public record Arithmetic(Word expression, boolean quoted) implements Part {}
}
