package dev.dejima.lab.picture;

import dev.dejima.lab.Lab;
import dev.dejima.lab.picture.Canvas.Pen;
import dev.dejima.lab.picture.Diagram.Box;
import dev.dejima.lab.picture.Diagram.End;
import dev.dejima.lab.picture.Diagram.Mark;
import dev.dejima.lab.picture.Diagram.Note;
import dev.dejima.lab.picture.Diagram.Row;
import dev.dejima.lab.picture.Diagram.Wire;
import dev.dejima.lab.picture.Layout.Frame;
import dev.dejima.lab.picture.Layout.Point;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Draws a network with the letters of a terminal. */
public final class NetworkText {
  private static final int NARROW = 28;

  private final Layout layout;
  private final Canvas canvas;
  private final Cells cells;

  private NetworkText(Layout layout, Cells cells, boolean ascii) {
    this.layout = layout;
    this.cells = cells;
    this.canvas = new Canvas(width(layout), (int) Math.ceil(layout.height()), ascii);
  }

  private static int width(Layout layout) {
    return (int) Math.ceil(layout.width());
  }

  /**
   * A lab's network; empty where not even the names go into the width.
   *
   * @param columns how wide it may be
   * @param ascii whether to do with the letters of ASCII
   */
  public static Optional<String> draw(Lab lab, int columns, boolean ascii) {
    return draw(DiagramBuilder.diagram(lab, Overlay.NONE), columns, ascii);
  }

  /**
   * As {@link #draw(Lab, int, boolean)}, with the way of a probe on it.
   *
   * @param trace the trace of such a probe, which knows ends that no rule made
   */
  public static Optional<String> draw(
      Lab lab, StepResult.Tried probe, Optional<Trace> trace, int columns, boolean ascii) {
    Overlay overlay = Ways.of(lab.topology(), probe, trace);
    return draw(DiagramBuilder.diagram(lab, overlay), columns, ascii);
  }

  /** With as much in the boxes as the width allows. */
  private static Optional<String> draw(Diagram diagram, int columns, boolean ascii) {
    Diagram bare = diagram.map(Box::withoutNotes);
    Diagram narrow = bare.map(box -> box.wrapped(NARROW));
    record Way(Diagram diagram, Cells cells) {}
    return Stream.of(
            new Way(diagram, new Cells(false)),
            new Way(diagram, new Cells(true)),
            new Way(bare, new Cells(true)),
            new Way(narrow, new Cells(true)),
            new Way(narrow.map(Box::withoutAddresses), new Cells(false)))
        .map(
            way ->
                new NetworkText(LayeredLayout.of(way.diagram(), way.cells()), way.cells(), ascii))
        .filter(drawing -> width(drawing.layout) <= columns)
        .findFirst()
        .map(NetworkText::draw);
  }

  private String draw() {
    Diagram diagram = layout.diagram();
    for (int i = 0; i < diagram.boxes().size(); i++) {
      box(diagram.boxes().get(i), layout.frames().get(i));
    }
    for (int i = 0; i < diagram.wires().size(); i++) {
      wire(diagram.wires().get(i), layout.paths().get(i));
    }
    return canvas.toString();
  }

  /** Lines in a box: texts, and between two blocks of them nothing, for a rule. */
  static final class Cells implements Layout.Ruler {
    private final boolean stacked;

    /** Whether addresses stand below an interface's name, rather than beside. */
    Cells(boolean stacked) {
      this.stacked = stacked;
    }

    int lines(Row row) {
      int addresses = row.addresses().size();
      return stacked ? 1 + addresses : Math.max(1, addresses);
    }

    static List<List<String>> blocks(Box box) {
      List<List<String>> blocks = new ArrayList<>();
      if (!box.notes().isEmpty()) {
        blocks.add(box.notes().stream().map(Cells::text).toList());
      }
      for (Mark mark : box.marks()) {
        Stream<String> more = mark.lines().stream().map(line -> "  " + line);
        blocks.add(Stream.concat(Stream.of(sign(mark) + mark.title()), more).toList());
      }
      return blocks;
    }

    private static String text(Note note) {
      return switch (note.topic()) {
        case ROUTE -> "→ " + note.text();
        case RULESET -> "nftables " + note.text();
        case SETTING, MORE -> note.text();
      };
    }

    private static String sign(Mark mark) {
      return switch (mark.tone()) {
        case GOOD -> "✓ ";
        case BAD -> "✕ ";
        case TRANSLATED -> "⇄ ";
        case PLAIN -> "→ ";
      };
    }

    @Override
    public double width(Box box) {
      int width =
          Glyphs.columns(box.name()) + (box.tag().isEmpty() ? 2 : 4 + Glyphs.columns(box.tag()));
      for (Row row : box.rows()) {
        int device = Glyphs.columns(row.device());
        int address = row.addresses().stream().mapToInt(Glyphs::columns).max().orElse(-2);
        width = Math.max(width, stacked ? Math.max(device, address + 2) : device + 2 + address);
      }
      for (List<String> block : blocks(box)) {
        width = Math.max(width, block.stream().mapToInt(Glyphs::columns).max().orElse(0));
      }
      return width + 4;
    }

    @Override
    public double height(Box box) {
      int rows = box.rows().stream().mapToInt(this::lines).sum();
      return 2 + rows + blocks(box).stream().mapToInt(block -> 1 + block.size()).sum();
    }

    @Override
    public double middle(Box box, int row) {
      return 1 + box.rows().stream().limit(row).mapToInt(this::lines).sum();
    }

    @Override
    public double gap() {
      return 1;
    }

    @Override
    public double column() {
      return 6;
    }

    @Override
    public double lane() {
      return 2;
    }
  }

  private static int cell(double value) {
    return (int) Math.round(value);
  }

  private void box(Box box, Frame at) {
    int x = cell(at.x());
    int y = cell(at.y());
    int width = cell(at.width());
    canvas.frame(x, y, width, cell(at.height()), Pen.LIGHT);
    canvas.text(x + 2, y, " " + box.name() + " ");
    if (!box.tag().isEmpty()) {
      canvas.text(x + width - 4 - Glyphs.columns(box.tag()), y, " " + box.tag() + " ");
    }
    int line = y + 1;
    for (Row row : box.rows()) {
      row(row, x, line, width);
      line += cells.lines(row);
    }
    for (List<String> block : Cells.blocks(box)) {
      canvas.line(x, line, x + width - 1, line, Pen.LIGHT);
      line++;
      for (String text : block) {
        canvas.text(x + 2, line++, text);
      }
    }
  }

  private void row(Row row, int x, int y, int width) {
    canvas.text(x + 2, y, row.device());
    for (int i = 0; i < row.addresses().size(); i++) {
      String address = row.addresses().get(i);
      int indent = cells.stacked ? 4 : width - 2 - Glyphs.columns(address);
      canvas.text(x + indent, y + i + (cells.stacked ? 1 : 0), address);
    }
  }

  private void wire(Wire wire, List<Point> path) {
    Pen pen =
        wire.forth().isPresent() ? Pen.HEAVY : wire.back().isPresent() ? Pen.DASHED : Pen.LIGHT;
    List<Point> cells = new ArrayList<>(path);
    boolean firstEast = meets(wire.a(), path.getFirst());
    boolean lastEast = meets(wire.b(), path.getLast());
    cells.set(0, new Point(path.getFirst().x() - (firstEast ? 1 : 0), path.getFirst().y()));
    cells.set(
        cells.size() - 1, new Point(path.getLast().x() - (lastEast ? 1 : 0), path.getLast().y()));
    for (int i = 1; i < cells.size(); i++) {
      Point from = cells.get(i - 1);
      Point to = cells.get(i);
      canvas.line(cell(from.x()), cell(from.y()), cell(to.x()), cell(to.y()), pen);
    }
    wire.forth()
        .or(wire::back)
        .ifPresent(from -> tip(from.equals(wire.a()), cells, firstEast, lastEast));
  }

  /** Whether a wire's end lies right of its box. */
  private boolean meets(End end, Point point) {
    return point.x() > layout.frames().get(end.box()).x();
  }

  private void tip(boolean onward, List<Point> path, boolean firstEast, boolean lastEast) {
    Point end = onward ? path.getLast() : path.getFirst();
    boolean east = onward ? lastEast : firstEast;
    canvas.text(cell(end.x()) + (east ? 1 : -1), cell(end.y()), east ? "◀" : "▶");
  }
}
