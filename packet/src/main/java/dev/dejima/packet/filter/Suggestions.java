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

  /** Letters to insert, drop, replace or swap; names of more than 20 are far away. */
  private static int distance(String from, String to) {
    if (to.length() > 20) {
      return to.length();
    }
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, from, to, i, j);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int step(int[][] steps, String from, String to, int i, int j) {
    char a = from.charAt(i - 1);
    char b = to.charAt(j - 1);
    int best = Math.min(steps[i - 1][j - 1] + (a == b ? 0 : 1), steps[i - 1][j] + 1);
    boolean swapped = i > 1 && j > 1 && a == to.charAt(j - 2) && b == from.charAt(i - 2);
    best = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
    return Math.min(best, steps[i][j - 1] + 1);
  }
}
