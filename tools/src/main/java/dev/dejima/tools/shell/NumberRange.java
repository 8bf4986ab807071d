package dev.dejima.tools.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code {1..5}}, as bash has it. Other braces stand for themselves, as in dash: to a ruleset
 * {@code {80,443}} is a set.
 */
final class NumberRange {
  private static final Pattern RANGE = Pattern.compile("\\{(-?\\d{1,9})\\.\\.(-?\\d{1,9})\\}");
  private static final int LIMIT = 1 << 20;

  private NumberRange() {}

  /** The words that a word with a range in it stands for. */
  static List<Word> expand(Word word) {
    for (int i = 0; i < word.parts().size(); i++) {
      if (word.parts().get(i) instanceof Word.Literal(String text, boolean quoted) && !quoted) {
        Matcher matcher = RANGE.matcher(text);
        if (matcher.find()) {
          return numbers(word, i, text, matcher);
        }
      }
    }
    return List.of(word);
  }

  private static List<Word> numbers(Word word, int index, String text, Matcher matcher) {
    int from = Integer.parseInt(matcher.group(1));
    int to = Integer.parseInt(matcher.group(2));
    if (Math.abs((long) from - to) > LIMIT) {
      throw new ShellError(matcher.group() + ": more than " + LIMIT + " words");
    }
    List<Word> words = new ArrayList<>();
    for (int number = from; ; number += from <= to ? 1 : -1) {
      List<Word.Part> parts = new ArrayList<>(word.parts());
      String replaced = text.substring(0, matcher.start()) + number + text.substring(matcher.end());
      parts.set(index, new Word.Literal(replaced, false));
      words.addAll(expand(new Word(parts, word.quoted())));
      if (number == to) {
        return words;
      }
    }
  }
}
