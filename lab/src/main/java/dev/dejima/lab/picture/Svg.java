package dev.dejima.lab.picture;

import java.util.List;
import java.util.Locale;

/** Writes SVG, an element a line. What is text is escaped here, and only here. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  /** A length, to a tenth. */
  static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
  }

  /** Adds what is SVG already. */
  Svg raw(String markup) {
    out.append(markup).append('\n');
    return this;
  }

  /** Begins a group. */
  Svg group(String type) {
    return raw("<g class=\"" + type + "\">");
  }

  /** Begins a group that says what it is when it is pointed at or read aloud. */
  Svg group(String type, String title) {
    return group(type).raw("<title>" + Markup.escape(title) + "</title>");
  }

  Svg end() {
    return raw("</g>");
  }

  Svg text(double x, double y, String type, String text) {
    return raw(
        "<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>"
            .formatted(number(x), number(y), type, Markup.escape(text)));
  }

  Svg rect(Layout.Frame frame, double radius, String type) {
    return raw(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" class=\"%s\"/>"
            .formatted(
                number(frame.x()),
                number(frame.y()),
                number(frame.width()),
                number(frame.height()),
                number(radius),
                type));
  }

  Svg circle(double x, double y, double radius, String type) {
    return raw(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" class=\"%s\"/>"
            .formatted(number(x), number(y), number(radius), type));
  }

  Svg path(String data, String type) {
    return raw("<path d=\"%s\" class=\"%s\"/>".formatted(data, type));
  }

  Svg line(double fromX, double fromY, double toX, double toY, String type) {
    return path(
        "M%s %sL%s %s".formatted(number(fromX), number(fromY), number(toX), number(toY)), type);
  }

  /** A line through points, its corners rounded. */
  Svg polyline(List<Layout.Point> points, double radius, String type) {
    StringBuilder data = new StringBuilder();
    data.append('M').append(point(points.getFirst()));
    for (int i = 1; i < points.size() - 1; i++) {
      Layout.Point corner = points.get(i);
      Layout.Point before = towards(corner, points.get(i - 1), radius);
      Layout.Point after = towards(corner, points.get(i + 1), radius);
      data.append('L').append(point(before));
      data.append('Q').append(point(corner)).append(' ').append(point(after));
    }
    data.append('L').append(point(points.getLast()));
    return path(data.toString(), type);
  }

  private static Layout.Point towards(Layout.Point from, Layout.Point to, double distance) {
    double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
    double part = length == 0 ? 0 : Math.min(distance, length / 2) / length;
    return new Layout.Point(
        from.x() + (to.x() - from.x()) * part, from.y() + (to.y() - from.y()) * part);
  }

  private static String point(Layout.Point point) {
    return number(point.x()) + " " + number(point.y());
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
