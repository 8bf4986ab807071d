package dev.dejima.lab.picture;

import java.util.List;

/**
 * A diagram with places, in units of its ruler.
 *
 * @param diagram the diagram, its rows in the order of the layout
 * @param frames where each box is, by number
 * @param paths where each wire runs, by number, from its first end to its second
 */
record Layout(
    Diagram diagram, List<Frame> frames, List<List<Point>> paths, double width, double height) {
  Layout {
    frames = List.copyOf(frames);
    paths = List.copyOf(paths);
  }

  record Point(double x, double y) {}

  record Frame(double x, double y, double width, double height) {}

  /** How large things are. */
  interface Ruler {
    double width(Diagram.Box box);

    double height(Diagram.Box box);

    /** How far below its box' top a wire meets a row. */
    double middle(Diagram.Box box, int row);

    /** Between boxes one below the other. */
    double gap();

    /** Between two columns of boxes, without wires. */
    double column();

    /** Between wires side by side. */
    double lane();
  }
}
