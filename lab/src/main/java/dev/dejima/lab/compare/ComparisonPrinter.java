package dev.dejima.lab.compare;

import dev.dejima.lab.compare.Comparison.Part;
import dev.dejima.lab.compare.LineDiff.Line;
import dev.dejima.lab.compare.LineDiff.Side;
import dev.dejima.lab.report.Style;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a comparison: what differs, with the lines around it, and what was set aside. */
public final class ComparisonPrinter {
  private static final int AROUND = 2;

  private final Style style;
  private final boolean whole;

  /**
   * A printer.
   *
   * @param whole whether to write what is the same on both too
   */
  public ComparisonPrinter(Style style, boolean whole) {
    this.style = style;
    this.whole = whole;
  }

  /** All of it; every line has its newline. */
  public String print(Comparison comparison) {
    StringBuilder out = new StringBuilder();
    out.append(style.bold(comparison.first().subject().name())).append('\n');
    List<Part> differences = comparison.differences();
    if (!differences.isEmpty()) {
      out.append('\n').append(legend("-", comparison.first()));
      out.append(legend("+", comparison.second()));
    }
    for (Part part : whole ? comparison.parts() : differences) {
      out.append('\n').append(style.bold(part.section().heading())).append('\n');
      print(part.lines(), out);
    }
    return out.append('\n').append(summary(comparison)).toString();
  }

  private String legend(String sign, Observation seen) {
    return "%s %s, Linux %s%n".formatted(sign, seen.kernel(), seen.release());
  }

  private void print(List<Line> lines, StringBuilder out) {
    int shown = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (whole || isNearDifference(lines, i)) {
        if (i > shown) {
          out.append(style.dim("        …")).append('\n');
        }
        line(lines.get(i), out);
        shown = i + 1;
      }
    }
  }

  private static boolean isNearDifference(List<Line> lines, int at) {
    return lines.subList(Math.max(0, at - AROUND), Math.min(lines.size(), at + AROUND + 1)).stream()
        .anyMatch(line -> line.side() != Side.BOTH);
  }

  private void line(Line line, StringBuilder out) {
    String text = "%5d ".formatted(line.number());
    switch (line.side()) {
      case BOTH -> out.append(style.dim(text + "  " + line.text()));
      case FIRST -> out.append(style.bad(text + "- " + line.text()));
      case SECOND -> out.append(style.good(text + "+ " + line.text()));
    }
    out.append('\n');
  }

  private String summary(Comparison comparison) {
    String aside =
        comparison.applied().stream().sorted().map(Rule::title).collect(Collectors.joining(", "));
    int parts = comparison.parts().size();
    int differences = comparison.differences().size();
    String verdict =
        differences == 0
            ? style.good("equal: %d parts".formatted(parts))
            : style.bad("%d of %d parts differ".formatted(differences, parts));
    return style.dim("set aside: " + (aside.isEmpty() ? "nothing" : aside))
        + "\n"
        + verdict
        + " on %s and %s%n".formatted(comparison.first().kernel(), comparison.second().kernel());
  }
}
