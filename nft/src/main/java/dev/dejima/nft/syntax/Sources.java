package dev.dejima.nft.syntax;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts that were read, by the name of their file, to show lines of them in messages. */
public final class Sources {
  private final Map<String, String> texts = new HashMap<>();

  /** The very values, not others that say the same. */
  private final Set<Expression> definitions = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable String json;

  /** Keeps a text that is JSON. */
  public void addJson(String file, String text) {
    add(file, text);
    json = text;
  }

  /** The text, if it is JSON. */
  public Optional<String> json() {
    return Optional.ofNullable(json);
  }

  /** Keeps a text. */
  public void add(String file, String text) {
    texts.put(file, text);
  }

  /** The names of the files. */
  public Set<String> files() {
    return Set.copyOf(texts.keySet());
  }

  /** The line of a place; behind the last one, the last one, as nft does; empty if unknown. */
  public String line(Span span) {
    String text = texts.getOrDefault(span.file(), "");
    int start = 0;
    for (int line = 1; line < span.line(); line++) {
      int end = text.indexOf('\n', start);
      if (end < 0 || end + 1 == text.length()) {
        break;
      }
      start = end + 1;
    }
    int end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  /** Takes note of what a variable stands for. */
  void defined(Expression value) {
    definitions.add(value);
  }

  /** Whether a value was written as a variable: {@code $name}. */
  public boolean isVariable(Expression expression) {
    return definitions.contains(expression);
  }
}
