package dev.dejima.lab.compare;

import java.util.ArrayList;
import java.util.List;

/** The shortest way from one list of lines to another. */
final class LineDiff {
  /** Lists whose tables would be larger are shown as replaced altogether. */
  private static final long LARGEST_TABLE = 16_000_000;

  private LineDiff() {}

  /** Where a line stands. */
  enum Side {
    BOTH,
    FIRST,
    SECOND
  }

  /**
   * A line of either.
   *
   * @param number its number there, from 1; in the first where it stands in both
   */
  record Line(Side side, int number, String text) {}

  static List<Line> of(List<String> first, List<String> second) {
    int head = 0;
    int most = Math.min(first.size(), second.size());
    while (head < most && first.get(head).equals(second.get(head))) {
      head++;
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < head; i++) {
      lines.add(new Line(Side.BOTH, i + 1, first.get(i)));
    }
    List<String> a = first.subList(head, first.size());
    List<String> b = second.subList(head, second.size());
    if ((long) a.size() * b.size() <= LARGEST_TABLE) {
      walk(a, b, common(a, b), head, lines);
    } else {
      replace(Side.FIRST, a, head, lines);
      replace(Side.SECOND, b, head, lines);
    }
    return lines;
  }

  private static void replace(Side side, List<String> all, int head, List<Line> lines) {
    for (int i = 0; i < all.size(); i++) {
      lines.add(new Line(side, head + i + 1, all.get(i)));
    }
  }

  /** How many lines the rests behind i and j have in common, in order. */
  private static int[][] common(List<String> a, List<String> b) {
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static void walk(
      List<String> a, List<String> b, int[][] common, int head, List<Line> lines) {
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        lines.add(new Line(Side.BOTH, head + i + 1, a.get(i)));
        i++;
        j++;
      } else if (j == b.size() || i < a.size() && common[i + 1][j] >= common[i][j + 1]) {
        lines.add(new Line(Side.FIRST, head + i + 1, a.get(i++)));
      } else {
        lines.add(new Line(Side.SECOND, head + j + 1, b.get(j++)));
      }
    }
  }
}
