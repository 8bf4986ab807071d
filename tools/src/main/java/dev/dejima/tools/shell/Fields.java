package dev.dejima.tools.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that one word becomes (POSIX.1-2017, Shell Command Language, 2.6.5). */
final class Fields {
  /**
   * A field.
   *
   * @param text what it says
   * @param pattern the same, with a backslash before what is quoted in it and would mean something
   *     in a pattern
   */
  record Field(String text, String pattern) {}

  private final String separators;
  private final List<Field> done = new ArrayList<>();
  private @Nullable StringBuilder text;
  private StringBuilder pattern = new StringBuilder();

  /** Fields that are split at these characters. */
  Fields(String separators) {
    this.separators = separators;
  }

  /** Text that is not split. */
  void text(String what, boolean quoted) {
    if (text == null) {
      text = new StringBuilder();
    }
    text.append(what);
    pattern.append(quoted ? what.replaceAll("[\\\\*?\\[]", "\\\\$0") : what);
  }

  /** {@code $@}: a field for each, the first and last of which are joined with what is around. */
  void each(List<String> words, boolean quoted) {
    for (int i = 0; i < words.size(); i++) {
      if (i > 0) {
        endField();
      }
      if (quoted) {
        text(words.get(i), true);
      } else {
        split(words.get(i));
      }
    }
  }

  /** Text that is split. */
  void split(String what) {
    boolean afterBlank = false;
    for (int i = 0; i < what.length(); i++) {
      char c = what.charAt(i);
      if (separators.indexOf(c) < 0) {
        text(String.valueOf(c), false);
        afterBlank = false;
      } else if (" \t\n".indexOf(c) >= 0) {
        afterBlank |= text != null;
        endField();
      } else {
        if (text == null && !afterBlank) {
          text("", false);
        }
        endField();
        afterBlank = false;
      }
    }
  }

  private void endField() {
    if (text != null) {
      done.add(new Field(text.toString(), pattern.toString()));
      text = null;
      pattern = new StringBuilder();
    }
  }

  /**
   * All of them.
   *
   * @param quoted whether quotes stood in the word, so that it is a field even if it is empty
   */
  List<Field> end(boolean quoted) {
    if (quoted && text == null && done.isEmpty()) {
      text("", true);
    }
    endField();
    return done;
  }
}
