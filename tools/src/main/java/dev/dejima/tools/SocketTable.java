package dev.dejima.tools;

import java.util.List;

/**
 * The columns of ss(8) when its output is no terminal: each as wide as its widest cell, addresses
 * to the right and ports to the left of the colon between them.
 */
final class SocketTable {
  /** State, queues, and the two addresses with their ports, counted from the last column. */
  private static final int ADDRESS_COLUMNS = 4;

  private final List<List<String>> rows;

  SocketTable(List<List<String>> rows) {
    this.rows = rows;
  }

  void print(Invocation call) {
    if (rows.isEmpty()) {
      return;
    }
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    boolean headed = rows.getFirst().getLast().equals("Port");
    for (int i = 0; i < rows.size(); i++) {
      call.print(line(rows.get(i), widths, headed, headed && i == 0));
    }
  }

  private static String line(List<String> row, int[] widths, boolean headed, boolean first) {
    StringBuilder line = new StringBuilder();
    int plain = row.size() - ADDRESS_COLUMNS;
    for (int i = 0; i < plain; i++) {
      line.append(padRight(row.get(i), widths[i])).append(' ');
    }
    line.append(padLeft(row.get(plain), widths[plain])).append(':');
    line.append(padRight(row.get(plain + 1), widths[plain + 1])).append(' ');
    line.append(padLeft(row.get(plain + 2), widths[plain + 2])).append(':');
    line.append(padRight(row.get(plain + 3), widths[plain + 3]));
    if (headed) {
      line.append(first ? "Process" : "       ");
    }
    return line.toString();
  }

  private static String padRight(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
