package dev.dejima.nft.syntax;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts that were read, by the name of their file, to show lines of them in messages. */
public final class Sources {
  private final Map<String, List<String>> lines = new HashMap<>();

  /** Keeps a text. */
  public void add(String file, String text) {
    lines.put(file, text.lines().toList());
  }

  /** The line of a place; behind the last one, the last one, as nft does; empty if unknown. */
  public String line(Span span) {
    List<String> text = lines.getOrDefault(span.file(), List.of());
    int index = Math.min(span.line(), text.size()) - 1;
    return index < 0 ? "" : text.get(index);
  }

  /** Whether a value was written as a variable: {@code $name}. */
  public boolean isVariable(Expression expression) {
    Span span = expression.span();
    return span.isKnown() && line(span).startsWith("$", span.column() - 1);
  }
}
