package dev.dejima.lab.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is drawn of a network, without places.
 *
 * @param title what it is called
 * @param boxes its nodes, or groups of nodes, in order
 * @param wires what connects them
 */
record Diagram(String title, List<Box> boxes, List<Wire> wires) {
  Diagram {
    boxes = List.copyOf(boxes);
    wires = List.copyOf(wires);
  }

  /** What a node is to the packets of others. */
  enum Kind {
    HOST("host"),
    ROUTER("router"),
    SWITCH("switch");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * A node, or several that are alike.
   *
   * @param name the node's name; of several, the first and the last
   * @param count how many nodes it stands for
   * @param tag a word beside the name: {@code forwards}; may be empty
   * @param rows its interfaces
   * @param notes what else it is set up with
   * @param marks what happens there to a packet
   */
  record Box(
      String name,
      Kind kind,
      int count,
      String tag,
      List<Row> rows,
      List<Note> notes,
      List<Mark> marks) {
    Box {
      rows = List.copyOf(rows);
      notes = List.copyOf(notes);
      marks = List.copyOf(marks);
    }

    /** The same with its rows in another order: {@code order.get(i)} is the row for place i. */
    Box ordered(List<Integer> order) {
      List<Row> ordered = order.stream().map(rows::get).toList();
      return new Box(name, kind, count, tag, ordered, notes, marks);
    }

    Box wrapped(int columns) {
      List<Mark> narrow = marks.stream().map(mark -> mark.wrapped(columns)).toList();
      return new Box(name, kind, count, tag, rows, notes, narrow);
    }

    Box withoutNotes() {
      return new Box(name, kind, count, tag, rows, List.of(), marks);
    }

    Box withoutAddresses() {
      List<Row> bare =
          rows.stream().map(row -> new Row(row.device(), List.of(), row.used())).toList();
      return new Box(name, kind, count, tag, bare, notes, marks);
    }
  }

  /**
   * An interface, or several that are alike.
   *
   * @param device its name
   * @param addresses a line each
   * @param used whether the packet passes it
   */
  record Row(String device, List<String> addresses, boolean used) {
    Row {
      addresses = List.copyOf(addresses);
    }
  }

  /** What a note is about. */
  enum Topic {
    ROUTE,
    RULESET,
    SETTING,
    MORE
  }

  /** A line about a node. */
  record Note(Topic topic, String text) {}

  /** How a mark is meant. */
  enum Tone {
    GOOD,
    BAD,
    TRANSLATED,
    PLAIN
  }

  /**
   * What happens to a packet at a node.
   *
   * @param title in a word or two
   * @param lines more of it
   */
  record Mark(Tone tone, String title, List<String> lines) {
    Mark {
      lines = List.copyOf(lines);
    }

    /** The same with lines of some columns at most, broken at blanks. */
    Mark wrapped(int columns) {
      List<String> narrow = new ArrayList<>();
      for (String line : lines) {
        String rest = line;
        int blank = rest.lastIndexOf(' ', columns);
        while (Glyphs.columns(rest) > columns && blank > 0) {
          narrow.add(rest.substring(0, blank));
          rest = rest.substring(blank + 1);
          blank = rest.lastIndexOf(' ', columns);
        }
        narrow.add(rest);
      }
      return new Mark(tone, title, narrow);
    }
  }

  /** A row of a box, by their numbers. */
  record End(int box, int row) {}

  /**
   * A link, or several that are alike.
   *
   * @param forth whether the probe's packet passes it, and from which end
   * @param back whether an answer passes it, and from which end
   */
  record Wire(End a, End b, int count, Optional<End> forth, Optional<End> back) {
    boolean isPlain() {
      return forth.isEmpty() && back.isEmpty();
    }
  }

  /** The same with rows in another order, by box. */
  Diagram ordered(List<List<Integer>> orders) {
    List<Box> ordered = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      ordered.add(boxes.get(i).ordered(orders.get(i)));
    }
    return new Diagram(
        title,
        ordered,
        wires.stream()
            .map(
                w ->
                    new Wire(
                        moved(w.a(), orders),
                        moved(w.b(), orders),
                        w.count(),
                        w.forth().map(end -> moved(end, orders)),
                        w.back().map(end -> moved(end, orders))))
            .toList());
  }

  private static End moved(End end, List<List<Integer>> orders) {
    return new End(end.box(), orders.get(end.box()).indexOf(end.row()));
  }

  /** The same with less in each box. */
  Diagram map(UnaryOperator<Box> less) {
    return new Diagram(title, boxes.stream().map(less).toList(), wires);
  }
}
