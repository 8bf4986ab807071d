package dev.dejima.lab.picture;

import dev.dejima.lab.Lab;
import dev.dejima.lab.picture.Diagram.Box;
import dev.dejima.lab.picture.Diagram.End;
import dev.dejima.lab.picture.Diagram.Wire;
import dev.dejima.lab.picture.Layout.Point;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws a network as SVG. */
public final class NetworkSvg {
  private static final double MARGIN = 20;
  private static final double TITLE = 30;
  private static final double CORNER = 7;
  private static final double PLUG = 3.5;

  private final Layout layout;
  private final Svg svg = new Svg();

  private NetworkSvg(Layout layout) {
    this.layout = layout;
  }

  /** A lab's network as a document. */
  public static String draw(Lab lab) {
    return draw(DiagramBuilder.diagram(lab, Overlay.NONE), true, "network");
  }

  /**
   * A lab's network, with the way of a probe on it, as a document.
   *
   * @param trace the trace of such a probe, which knows ends that no rule made
   */
  public static String draw(Lab lab, StepResult.Tried probe, Optional<Trace> trace) {
    Overlay overlay = Ways.of(lab.topology(), probe, trace);
    return draw(DiagramBuilder.diagram(lab, overlay), true, "network");
  }

  /**
   * A lab's network as a part of a page that has {@link Look#style}.
   *
   * @param id unique in that page
   */
  public static String inline(Lab lab, String id) {
    return draw(DiagramBuilder.diagram(lab, Overlay.NONE), false, id);
  }

  /** As {@link #inline(Lab, String)}, with the way of a probe on it. */
  public static String inline(Lab lab, StepResult.Tried probe, String id) {
    Overlay overlay = Ways.of(lab.topology(), probe, Optional.empty());
    return draw(DiagramBuilder.diagram(lab, overlay), false, id);
  }

  private static String draw(Diagram diagram, boolean whole, String id) {
    return new NetworkSvg(LayeredLayout.of(diagram, new Card())).document(whole, id);
  }

  private String document(boolean whole, String id) {
    Diagram diagram = layout.diagram();
    double title = whole ? TITLE : 0;
    double named = whole ? Glyphs.bold(diagram.title(), 15) : 0;
    double width = Math.max(layout.width(), named) + 2 * MARGIN;
    double height = layout.height() + 2 * MARGIN + title;
    if (whole) {
      svg.text(MARGIN, MARGIN + 12, "d-title", diagram.title());
    }
    svg.raw(
        "<g transform=\"translate(%s %s)\">"
            .formatted(Svg.number(MARGIN), Svg.number(MARGIN + title)));
    for (int i = 0; i < diagram.wires().size(); i++) {
      wire(diagram.wires().get(i), layout.paths().get(i));
    }
    Card card = new Card();
    for (int i = 0; i < diagram.boxes().size(); i++) {
      card.draw(diagram.boxes().get(i), layout.frames().get(i), svg);
    }
    for (int i = 0; i < diagram.wires().size(); i++) {
      plugs(diagram.wires().get(i), layout.paths().get(i));
    }
    svg.end();
    return Look.document(
        "Network " + diagram.title(), description(diagram), svg, width, height, whole, id);
  }

  private void wire(Wire wire, List<Point> path) {
    svg.group("d-link", ends(wire));
    String many = wire.count() > 1 ? " d-many" : "";
    if (wire.isPlain() || wire.count() > 1) {
      svg.polyline(path, CORNER, "d-wire" + many);
    }
    wire.forth().ifPresent(from -> way(wire, from, path, "d-forth", "d-tip"));
    if (wire.forth().isEmpty()) {
      wire.back().ifPresent(from -> way(wire, from, path, "d-back", "d-tip-back"));
    }
    svg.end();
  }

  /** A wire that a packet passes, with a tip in its midst that points the way. */
  private void way(Wire wire, End from, List<Point> path, String line, String tip) {
    List<Point> run = wire.a().equals(from) ? path : path.reversed();
    svg.polyline(run, CORNER, line);
    Point to = run.getLast();
    double back = run.get(run.size() - 2).x() < to.x() ? -1 : 1;
    double x = to.x() + back * (PLUG + 1);
    svg.path(
        "M%s %sl%s -6v12z".formatted(Svg.number(x), Svg.number(to.y()), Svg.number(back * 11)),
        tip);
  }

  private void plugs(Wire wire, List<Point> path) {
    for (Point point : List.of(path.getFirst(), path.getLast())) {
      svg.circle(point.x(), point.y(), PLUG, wire.isPlain() ? "d-plug" : "d-plug-met");
    }
  }

  private String ends(Wire wire) {
    String count = wire.count() > 1 ? wire.count() + " links: " : "";
    return count + end(wire.a()) + " – " + end(wire.b());
  }

  private String end(End end) {
    Box box = layout.diagram().boxes().get(end.box());
    return box.name() + ":" + box.rows().get(end.row()).device();
  }

  /** The network in words, for those who cannot see it. */
  private String description(Diagram diagram) {
    String boxes = diagram.boxes().stream().map(NetworkSvg::words).collect(Collectors.joining(" "));
    String wires =
        diagram.wires().stream().map(this::ends).collect(Collectors.joining("; ", " Links: ", "."));
    return boxes + (diagram.wires().isEmpty() ? "" : wires);
  }

  private static String words(Box box) {
    StringBuilder text = new StringBuilder();
    text.append(Character.toUpperCase(box.kind().word().charAt(0)));
    text.append(box.kind().word().substring(1)).append(' ').append(box.name());
    Optional.of(box.count()).filter(n -> n > 1).ifPresent(n -> text.append(" (" + n + ")"));
    box.rows()
        .forEach(
            row ->
                text.append(", ")
                    .append((row.device() + " " + String.join(" ", row.addresses())).strip()));
    box.notes().forEach(note -> text.append("; ").append(note.text()));
    box.marks()
        .forEach(
            mark ->
                text.append("; ")
                    .append(mark.title())
                    .append(' ')
                    .append(String.join(" ", mark.lines())));
    return text.append('.').toString();
  }
}
