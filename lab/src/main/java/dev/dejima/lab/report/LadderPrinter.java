package dev.dejima.lab.report;

import dev.dejima.lab.Port;
import dev.dejima.lab.report.Ladder.Row;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.run.SeenPacket;
import dev.dejima.lab.run.Translation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the captures of two ends side by side, and between them what was translated. */
final class LadderPrinter {
  private static final int TIME = 11;
  private static final int ARROW = 7;
  private static final int HEAD = 12;
  private static final int TAIL = 6;

  private final Style style;
  private final int cell;
  private final StringBuilder out;

  LadderPrinter(Style style, StringBuilder out) {
    this.style = style;
    this.cell = (style.width() - TIME - ARROW) / 2;
    this.out = out;
  }

  void print(Ladder ladder, Conversation conversation) {
    boolean twoEnds = ladder.path().size() > 1;
    String right = twoEnds ? ladder.right().toString() : "";
    line(
        style.dim(" ".repeat(TIME - 4) + "ms  "),
        pad(ladder.left().toString(), cell),
        "",
        right,
        true);
    line(
        style.dim("─".repeat(TIME - 2) + "  "),
        style.dim("─".repeat(cell)),
        "",
        twoEnds ? style.dim("─".repeat(cell)) : "",
        false);
    List<Row> rows = ladder.rows();
    if (rows.isEmpty()) {
      return;
    }
    Instant start = rows.getFirst().first().time();
    int left = Math.max(0, rows.size() - HEAD - TAIL);
    for (int i = 0; i < rows.size(); i++) {
      if (left > 1 && i == HEAD) {
        out.append(" ".repeat(TIME)).append(style.dim("… %d packets left out …".formatted(left)));
        out.append('\n');
        i += left;
      }
      row(rows.get(i), start);
      if (i == 0) {
        translations(ladder, conversation);
      }
    }
  }

  private void row(Row row, Instant start) {
    Duration since = Duration.between(start, row.first().time());
    String time = String.format(Locale.ROOT, "%9.3f  ", since.toNanos() / 1e6);
    List<String> left = wrap(row.left());
    List<String> right = wrap(row.right());
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String arrow = i == 0 ? arrow(row) : "";
      String before = i == 0 ? style.dim(time) : " ".repeat(TIME);
      line(before, at(left, i), arrow, at(right, i), false);
    }
  }

  private static String arrow(Row row) {
    if (row.left() != null && row.right() != null) {
      return row.forward() ? " ────> " : " <──── ";
    }
    if (row.left() != null) {
      return row.forward() ? " ──x   " : " <──   ";
    }
    return row.forward() ? "   ──> " : "   x── ";
  }

  private List<String> wrap(@Nullable SeenPacket packet) {
    return packet == null ? List.of() : Cell.wrap(Style.visible(packet.body()), cell);
  }

  private static String at(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "";
  }

  private void line(String time, String left, String arrow, String right, boolean bold) {
    String first = pad(left, cell);
    String middle = arrow.isEmpty() ? " ".repeat(ARROW) : arrow;
    String text =
        time + (bold ? style.bold(first) : first) + middle + (bold ? style.bold(right) : right);
    out.append(text.stripTrailing()).append('\n');
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void translations(Ladder ladder, Conversation conversation) {
    List<String> order = ladder.path().stream().map(Port::node).toList();
    List<Translation> translations = new ArrayList<>(conversation.tracked());
    translations.removeIf(translation -> !translation.changes());
    translations.sort(Comparator.comparingInt(t -> order.indexOf(t.node())));
    for (Translation translation : translations) {
      bar("");
      bar(style.bold(translation.node()) + " " + what(translation));
      translation.rule().ifPresent(this::rule);
      bar("  before  " + translation.before());
      bar("  after   " + translation.after());
      bar(
          "  answers "
              + translation.after().reversed()
              + "  become  "
              + translation.before().reversed());
      bar("");
    }
  }

  private void rule(RuleText rule) {
    bar("  by      " + style.rule(rule.text()));
    bar("          " + Style.visible(rule.location() + ", in " + rule.where()));
  }

  private static String what(Translation translation) {
    boolean source = !translation.before().sourceText().equals(translation.after().sourceText());
    boolean destination =
        !translation.before().destinationText().equals(translation.after().destinationText());
    return "translates the "
        + (source && destination
            ? "source and the destination"
            : source ? "source" : "destination");
  }

  private void bar(String text) {
    out.append(" ".repeat(TIME)).append(("│ " + text).stripTrailing()).append('\n');
  }
}
