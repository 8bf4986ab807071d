package dev.dejima.lab;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into the words of one command, as a shell would: with quotes and backslashes. */
public final class CommandLine {
  private static final String OPERATORS = "|&;<>";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private CommandLine(String line) {
    this.line = line;
  }

  /**
   * The words, at least one.
   *
   * @throws IllegalArgumentException if it is not one command
   */
  public static List<String> words(String line) {
    return new CommandLine(line).split();
  }

  private List<String> split() {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'' || c == '"') {
        i = quoted(i + 1, c);
      } else if (c == '\\' && i + 1 < line.length()) {
        add(line.charAt(++i));
      } else if (Character.isWhitespace(c)) {
        end();
      } else if (OPERATORS.indexOf(c) >= 0) {
        throw new IllegalArgumentException("'" + c + "' is for several commands, and this is one");
      } else {
        add(c);
      }
    }
    end();
    if (words.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    return List.copyOf(words);
  }

  private void add(char c) {
    word.append(c);
    inWord = true;
  }

  private int quoted(int from, char quote) {
    inWord = true;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == quote) {
        return i;
      }
      boolean escape = quote == '"' && c == '\\' && i + 1 < line.length();
      word.append(escape ? line.charAt(++i) : c);
    }
    throw new IllegalArgumentException("a quote is not closed");
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
