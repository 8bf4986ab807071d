package dev.dejima.lab.run;

/** Patterns of labs, in which * stands for any run of characters. */
public final class Pattern {
  private Pattern() {}

  /** Whether a line is as a pattern has it. */
  public static boolean matches(String pattern, String line) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return line.equals(pattern);
    }
    String first = parts[0];
    String last = parts[parts.length - 1];
    if (!line.startsWith(first)
        || !line.endsWith(last)
        || line.length() < first.length() + last.length()) {
      return false;
    }
    int from = first.length();
    int end = line.length() - last.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int at = line.indexOf(parts[i], from);
      if (at < 0 || at + parts[i].length() > end) {
        return false;
      }
      from = at + parts[i].length();
    }
    return true;
  }
}
