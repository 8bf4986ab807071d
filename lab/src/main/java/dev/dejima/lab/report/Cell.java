package dev.dejima.lab.report;

import java.util.ArrayList;
import java.util.List;

/** A packet's line in a narrow column. */
final class Cell {
  private Cell() {}

  /**
   * The lines: addresses first, then the rest, broken behind commas and blanks, indented.
   *
   * @param line tcpdump's line behind the protocol's name
   */
  static List<String> wrap(String line, int width) {
    List<String> lines = new ArrayList<>();
    int colon = line.indexOf(": ");
    String rest = line;
    if (colon >= 0 && colon < width) {
      lines.add(line.substring(0, colon + 1));
      rest = line.substring(colon + 2);
    }
    String indent = lines.isEmpty() ? "" : "  ";
    while (!rest.isEmpty()) {
      int end = breakAt(rest, width - indent.length());
      lines.add(indent + rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
      indent = "  ";
    }
    return lines;
  }

  private static int breakAt(String text, int width) {
    if (text.length() <= width) {
      return text.length();
    }
    int comma = text.lastIndexOf(',', width - 1);
    int blank = text.lastIndexOf(' ', width);
    int best = comma >= width / 3 ? comma + 1 : Math.max(comma + 1, blank);
    return best > 0 ? best : width;
  }
}
