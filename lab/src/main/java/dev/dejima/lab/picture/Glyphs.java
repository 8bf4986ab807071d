package dev.dejima.lab.picture;

/**
 * How wide texts are. Whoever looks at a picture has fonts that its maker does not know: the widths
 * are those of the widest that are common, so that a text never needs more than it was given.
 */
final class Glyphs {
  /** Of a monospaced font, in parts of its size; DejaVu Sans Mono and Menlo have 0.602. */
  private static final double MONO = 0.61;

  private static final double NARROW = 0.38;
  private static final double USUAL = 0.66;
  private static final double CAPITAL = 0.79;
  private static final double BROAD = 1.02;

  private Glyphs() {}

  /** A text's width in a monospaced font of a size. */
  static double mono(String text, double size) {
    return columns(text) * MONO * size;
  }

  /** A text's width in a font without serifs, bold, of a size. */
  static double bold(String text, double size) {
    return text.codePoints().mapToDouble(Glyphs::em).sum() * size;
  }

  private static double em(int c) {
    if (columns(c) != 1) {
      return columns(c) == 0 ? 0 : BROAD + 0.1;
    }
    if ("ijl.,:;'|!()[]{}/-ft \"`".indexOf(c) >= 0) {
      return NARROW + ("ft-/\"".indexOf(c) >= 0 ? 0.06 : 0);
    }
    if ("mwMW@%&—…".indexOf(c) >= 0) {
      return BROAD;
    }
    return Character.isUpperCase(c) ? CAPITAL : USUAL;
  }

  /** How many columns of a terminal a text takes. */
  static int columns(String text) {
    return text.codePoints().map(Glyphs::columns).sum();
  }

  /** 0 for what is put on the letter before, 2 for letters of East Asia and emoji. */
  static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115f
            || c >= 0x2e80 && c <= 0xa4cf
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff00 && c <= 0xff60
            || c >= 0xffe0 && c <= 0xffe6
            || c >= 0x1f300 && c <= 0x1faff
            || c >= 0x20000 && c <= 0x3fffd;
    return wide ? 2 : 1;
  }

  /** A text of some columns at most: what is too long loses its middle. */
  static String within(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    int[] letters = text.codePoints().toArray();
    int tail = Math.max(0, (columns - 1) / 3);
    return start(letters, columns - 1 - tail) + "…" + end(letters, tail);
  }

  private static String start(int[] letters, int columns) {
    StringBuilder text = new StringBuilder();
    int used = 0;
    for (int i = 0; i < letters.length && used + columns(letters[i]) <= columns; i++) {
      used += columns(letters[i]);
      text.appendCodePoint(letters[i]);
    }
    return text.toString();
  }

  private static String end(int[] letters, int columns) {
    int from = letters.length;
    int used = 0;
    while (from > 0 && used + columns(letters[from - 1]) <= columns) {
      used += columns(letters[--from]);
    }
    return new String(letters, from, letters.length - from);
  }
}
