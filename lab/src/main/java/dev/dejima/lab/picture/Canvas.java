package dev.dejima.lab.picture;

import java.util.Arrays;

/** Cells of a terminal: texts, and lines that join where they meet. */
final class Canvas {
  static final int NORTH = 1;
  static final int EAST = 2;
  static final int SOUTH = 4;
  static final int WEST = 8;

  /** The second half of a letter that takes two columns. */
  private static final int HALF = -1;

  private static final String LIGHT = " ╵╶└╷│┌├╴┘─┴┐┤┬┼";
  private static final String DASHED = " ╵╶└╷┆┌├╴┘┄┴┐┤┬┼";
  private static final String HEAVY = " ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋";

  private final int[][] letters;
  private final int[][] lines;
  private final Pen[][] pens;
  private final boolean ascii;

  /** What lines are drawn with; a later one goes over an earlier one. */
  enum Pen {
    LIGHT,
    DASHED,
    HEAVY
  }

  Canvas(int width, int height, boolean ascii) {
    this.letters = new int[height][width];
    this.lines = new int[height][width];
    this.pens = new Pen[height][width];
    this.ascii = ascii;
    for (int y = 0; y < height; y++) {
      Arrays.fill(letters[y], ' ');
      Arrays.fill(pens[y], Pen.LIGHT);
    }
  }

  /** Writes a text over whatever is there. */
  void text(int x, int y, String text) {
    int column = x;
    for (int c : text.codePoints().toArray()) {
      int columns = Glyphs.columns(c);
      if (columns > 0 && column + columns <= letters[y].length) {
        set(column, y, Character.isISOControl(c) ? 0xfffd : c);
        if (columns == 2) {
          set(column + 1, y, HALF);
        }
      }
      column += columns;
    }
  }

  private void set(int x, int y, int letter) {
    letters[y][x] = letter;
    lines[y][x] = 0;
  }

  /** Adds arms of a line to a cell. */
  void arms(int x, int y, int arms, Pen pen) {
    if (y < 0 || y >= letters.length || x < 0 || x >= letters[y].length) {
      return;
    }
    boolean over = pen.compareTo(pens[y][x]) > 0;
    boolean under = pen.compareTo(pens[y][x]) < 0 && lines[y][x] != 0;
    if (!under) {
      lines[y][x] = over ? arms : lines[y][x] | arms;
      pens[y][x] = pen;
    }
  }

  /** A straight line from cell to cell, both included; its ends have arms inwards only. */
  void line(int fromX, int fromY, int toX, int toY, Pen pen) {
    int stepX = Integer.signum(toX - fromX);
    int stepY = Integer.signum(toY - fromY);
    int onward = stepX > 0 ? EAST : stepX < 0 ? WEST : stepY > 0 ? SOUTH : NORTH;
    int x = fromX;
    int y = fromY;
    while (x != toX || y != toY) {
      arms(x, y, onward, pen);
      x += stepX;
      y += stepY;
      arms(x, y, opposite(onward), pen);
    }
  }

  static int opposite(int arm) {
    return arm >= SOUTH ? arm / SOUTH : arm * SOUTH;
  }

  void frame(int x, int y, int width, int height, Pen pen) {
    int right = x + width - 1;
    int bottom = y + height - 1;
    for (int row = y; row <= bottom; row++) {
      for (int column = x; column <= right; column++) {
        set(column, row, ' ');
        pens[row][column] = Pen.LIGHT;
      }
    }
    line(x, y, right, y, pen);
    line(right, y, right, bottom, pen);
    line(right, bottom, x, bottom, pen);
    line(x, bottom, x, y, pen);
  }

  private int glyph(int x, int y) {
    int arms = lines[y][x];
    if (arms == 0) {
      int letter = letters[y][x];
      return ascii && letter > '~' ? plain(letter) : letter;
    }
    if (ascii) {
      return ascii(arms, pens[y][x]);
    }
    return switch (pens[y][x]) {
      case LIGHT -> LIGHT.charAt(arms);
      case DASHED -> DASHED.charAt(arms);
      case HEAVY -> HEAVY.charAt(arms);
    };
  }

  private static int ascii(int arms, Pen pen) {
    boolean level = (arms & (NORTH | SOUTH)) == 0;
    boolean upright = (arms & (EAST | WEST)) == 0;
    return switch (pen) {
      case LIGHT -> level ? '-' : upright ? '|' : '+';
      case DASHED -> level ? '.' : upright ? ':' : '+';
      case HEAVY -> level ? '=' : '#';
    };
  }

  private static int plain(int letter) {
    return switch (letter) {
      case '→', '▶' -> '>';
      case '←', '◀' -> '<';
      case '…' -> '~';
      case '✕' -> 'x';
      case '✓' -> 'v';
      case '⇄' -> '=';
      default -> '?';
    };
  }

  /** All rows, without blanks at their ends. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < letters.length; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < letters[y].length; x++) {
        if (lines[y][x] != 0 || letters[y][x] != HALF) {
          row.appendCodePoint(glyph(x, y));
        }
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
