package dev.dejima.lab.picture;

import dev.dejima.lab.picture.Diagram.Box;
import dev.dejima.lab.picture.Diagram.Mark;
import dev.dejima.lab.picture.Diagram.Note;
import dev.dejima.lab.picture.Diagram.Row;
import dev.dejima.lab.picture.Layout.Frame;

/** A box as a card: a head with the name, a line for each address and note, a strip for a mark. */
final class Card implements Layout.Ruler {
  private static final double PAD = 12;
  private static final double HEAD = 34;
  private static final double LINE = 17;
  private static final double INSET = 7;
  private static final double ICON = 24;
  private static final double STACK = 4;
  private static final double CODE = 12;
  private static final double FINE = 11;
  private static final double NAME = 14;

  @Override
  public double width(Box box) {
    double tag = box.tag().isEmpty() ? 0 : chip(box.tag()) + PAD;
    double width = ICON + Glyphs.bold(box.name(), NAME) + tag;
    for (Row row : box.rows()) {
      double address = row.addresses().stream().mapToDouble(a -> mono(a)).max().orElse(-PAD);
      width = Math.max(width, mono(row.device()) + 2 * PAD + address);
    }
    for (Note note : box.notes()) {
      width = Math.max(width, ICON + mono(note.text()));
    }
    for (Mark mark : box.marks()) {
      width = Math.max(width, ICON + Glyphs.bold(mark.title(), CODE));
      for (String line : mark.lines()) {
        width = Math.max(width, ICON + Glyphs.mono(line, FINE));
      }
    }
    return Math.ceil(Math.max(120, width + 2 * PAD));
  }

  private static double mono(String text) {
    return Glyphs.mono(text, CODE);
  }

  private static double chip(String text) {
    return Glyphs.bold(text, FINE) + 12;
  }

  @Override
  public double height(Box box) {
    double height = HEAD + rows(box);
    height += box.notes().isEmpty() ? 0 : section(box.notes().size());
    for (Mark mark : box.marks()) {
      height += section(1 + mark.lines().size());
    }
    return height;
  }

  private static double rows(Box box) {
    return box.rows().isEmpty()
        ? 0
        : 2 * INSET + box.rows().stream().mapToDouble(Card::height).sum();
  }

  private static double height(Row row) {
    return LINE * Math.max(1, row.addresses().size());
  }

  private static double section(int lines) {
    return 2 * INSET + LINE * lines;
  }

  @Override
  public double middle(Box box, int row) {
    double above = box.rows().stream().limit(row).mapToDouble(Card::height).sum();
    return HEAD + INSET + above + LINE / 2;
  }

  @Override
  public double gap() {
    return 26;
  }

  @Override
  public double column() {
    return 56;
  }

  @Override
  public double lane() {
    return 14;
  }

  /** Draws a box at its place. */
  void draw(Box box, Frame at, Svg svg) {
    svg.group("d-node", box.kind().word() + " " + box.name());
    boolean met = !box.marks().isEmpty();
    if (box.count() > 1) {
      svg.rect(moved(at, 2 * STACK), 8, "d-card").rect(moved(at, STACK), 8, "d-card");
    }
    String shade = "d-" + box.kind().word();
    svg.rect(at, 8, "d-card");
    svg.path(head(at, box.rows().isEmpty() && box.notes().isEmpty() && !met), shade);
    Icons.draw(box.kind(), at.x() + PAD, at.y() + HEAD / 2, svg);
    svg.text(at.x() + PAD + ICON, at.y() + HEAD / 2 + 5, "d-name", box.name());
    tag(box, at, svg);
    double y = at.y() + HEAD;
    rows(box, at, svg);
    y += rows(box);
    y = notes(box, at, y, svg);
    for (int i = 0; i < box.marks().size(); i++) {
      y = mark(box.marks().get(i), at, y, i == box.marks().size() - 1, svg);
    }
    svg.raw(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"8\" class=\"d-card%s\" style=\"fill:none\"/>"
            .formatted(
                Svg.number(at.x()),
                Svg.number(at.y()),
                Svg.number(at.width()),
                Svg.number(at.height()),
                met ? " d-met" : ""));
    svg.end();
  }

  private static Frame moved(Frame frame, double by) {
    return new Frame(frame.x() + by, frame.y() + by, frame.width(), frame.height());
  }

  /** The upper part of a card, with its corners; all of it where there is nothing below. */
  private static String head(Frame at, boolean whole) {
    String right = Svg.number(at.width() - 16);
    String start = "M%s %s".formatted(Svg.number(at.x()), Svg.number(at.y() + 8));
    return whole
        ? start
            + "q0 -8 8 -8h"
            + right
            + "q8 0 8 8v"
            + Svg.number(HEAD - 16)
            + "q0 8 -8 8h-"
            + right
            + "q-8 0 -8 -8z"
        : start
            + "q0 -8 8 -8h"
            + right
            + "q8 0 8 8v"
            + Svg.number(HEAD - 8)
            + "h-"
            + Svg.number(at.width())
            + "z";
  }

  private static void tag(Box box, Frame at, Svg svg) {
    if (box.tag().isEmpty()) {
      return;
    }
    double width = chip(box.tag());
    double x = at.x() + at.width() - PAD - width;
    svg.rect(new Frame(x, at.y() + HEAD / 2 - 9, width, 18), 9, "d-chip");
    svg.text(x + width / 2, at.y() + HEAD / 2 + 4, "d-small d-mid", box.tag());
  }

  private void rows(Box box, Frame at, Svg svg) {
    for (int i = 0; i < box.rows().size(); i++) {
      Row row = box.rows().get(i);
      double middle = at.y() + middle(box, i);
      if (row.used()) {
        svg.rect(
            new Frame(at.x() + 1, middle - LINE / 2, at.width() - 2, height(row)), 0, "d-used");
      }
      svg.text(at.x() + PAD, middle + 4, "d-code", row.device());
      for (int line = 0; line < row.addresses().size(); line++) {
        svg.text(
            at.x() + at.width() - PAD,
            middle + 4 + line * LINE,
            "d-addr",
            row.addresses().get(line));
      }
    }
  }

  private static double notes(Box box, Frame at, double top, Svg svg) {
    if (box.notes().isEmpty()) {
      return top;
    }
    svg.line(at.x(), top, at.x() + at.width(), top, "d-rule");
    double middle = top + INSET + LINE / 2;
    for (Note note : box.notes()) {
      Icons.draw(note.topic(), at.x() + PAD, middle, svg);
      svg.text(at.x() + PAD + ICON - 4, middle + 4, "d-note", note.text());
      middle += LINE;
    }
    return top + section(box.notes().size());
  }

  private static double mark(Mark mark, Frame at, double top, boolean last, Svg svg) {
    double height = section(1 + mark.lines().size());
    String tone = tone(mark.tone());
    Frame strip = new Frame(at.x() + 0.5, top, at.width() - 1, height);
    svg.path(strip(strip, last), "d-" + tone);
    double middle = top + INSET + LINE / 2;
    Icons.draw(mark.tone(), at.x() + PAD, middle, svg);
    svg.text(at.x() + PAD + ICON - 4, middle + 4, "d-label d-ink-" + tone, mark.title());
    for (String line : mark.lines()) {
      middle += LINE;
      svg.text(at.x() + PAD + ICON - 4, middle + 4, "d-fine d-ink-" + tone, line);
    }
    return top + height;
  }

  private static String strip(Frame at, boolean last) {
    String start =
        "M%s %sh%s".formatted(Svg.number(at.x()), Svg.number(at.y()), Svg.number(at.width()));
    return last
        ? start
            + "v"
            + Svg.number(at.height() - 8)
            + "q0 8 -8 8h-"
            + Svg.number(at.width() - 16)
            + "q-8 0 -8 -8z"
        : start + "v" + Svg.number(at.height()) + "h-" + Svg.number(at.width()) + "z";
  }

  static String tone(Diagram.Tone tone) {
    return switch (tone) {
      case GOOD -> "good";
      case BAD -> "bad";
      case TRANSLATED -> "nat";
      case PLAIN -> "plain";
    };
  }
}
