package dev.dejima.tools.shell;

/** Text with the escapes of {@code echo -e} and printf(1). */
final class Escapes {
  private final StringBuilder text = new StringBuilder();
  private boolean ends;

  /**
   * Reads it.
   *
   * @param apply whether there are escapes in it at all
   * @param zeroFirst whether octal digits follow a zero, as for echo, or come at once
   */
  Escapes(String source, boolean apply, boolean zeroFirst) {
    if (!apply) {
      text.append(source);
      return;
    }
    for (int i = 0; i < source.length() && !ends; ) {
      char c = source.charAt(i);
      i = c == '\\' && i + 1 < source.length() ? escape(source, i + 1, zeroFirst) : plain(c, i);
    }
  }

  private int plain(char c, int at) {
    text.append(c);
    return at + 1;
  }

  private int escape(String source, int at, boolean zeroFirst) {
    char c = source.charAt(at);
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'a' -> text.append('\u0007');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'v' -> text.append('\u000b');
      case 'e' -> text.append('\u001b');
      case '\\' -> text.append('\\');
      case 'c' -> ends = true;
      case 'x' -> {
        return number(source, at, at + 1, 2, 16);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        if (!zeroFirst || c == '0') {
          return number(source, at, zeroFirst ? at + 1 : at, 3, 8);
        }
        text.append('\\').append(c);
      }
      default -> text.append('\\').append(c);
    }
    return at + 1;
  }

  private int number(String source, int letter, int from, int most, int radix) {
    int end = from;
    int value = 0;
    while (end < source.length()
        && end < from + most
        && Character.digit(source.charAt(end), radix) >= 0) {
      value = value * radix + Character.digit(source.charAt(end++), radix);
    }
    if (end == from && radix == 16) {
      text.append('\\').append(source.charAt(letter));
      return letter + 1;
    }
    text.append((char) (value & 0xff));
    return end;
  }

  /** What it says. */
  String text() {
    return text.toString();
  }

  /** Whether {@code \c} stood in it, behind which nothing is printed. */
  boolean ends() {
    return ends;
  }
}
