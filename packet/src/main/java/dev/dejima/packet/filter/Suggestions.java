package dev.dejima.packet.filter;

import java.util.Comparator;

/** Guesses what a word was meant to be. */
final class Suggestions {
  private Suggestions() {}

  /** A hint about a word where a term should start or end; empty if there is no guess. */
  static String forWord(Token found, Token after) {
    return switch (found.kind()) {
      case NAME -> forName(found.text());
      case IPV4, IPV6 -> "did you mean \"host " + found.text() + "\"?";
      case MAC -> "did you mean \"ether host " + found.text() + "\"?";
      case NUMBER -> "did you mean \"port " + found.text() + "\"?";
      case KEYWORD ->
          Protocol.named(found.text()) == null
              ? ""
              : "as a name, a keyword is written with a backslash: \\" + found.text();
      case SYMBOL, END -> after.is("=") ? "write " + found.text() + "= without a space" : "";
    };
  }

  private static String forName(String name) {
    return Words.keywords().stream()
        .filter(word -> !Words.UNSUPPORTED.contains(word))
        .filter(word -> distance(word, name) <= (name.length() > 4 ? 2 : 1))
        .min(Comparator.<String>comparingInt(word -> distance(word, name)).thenComparing(w -> w))
        .map(word -> "did you mean \"" + word + "\"?")
        .orElse("");
  }

  /** Letters to insert, drop or replace (Levenshtein); names of more than 20 are far away. */
  private static int distance(String from, String to) {
    if (to.length() > 20) {
      return to.length();
    }
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
