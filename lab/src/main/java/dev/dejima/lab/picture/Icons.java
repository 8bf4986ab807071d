package dev.dejima.lab.picture;

import dev.dejima.lab.picture.Diagram.Kind;
import dev.dejima.lab.picture.Diagram.Tone;
import dev.dejima.lab.picture.Diagram.Topic;

/** Small signs, 14 wide, drawn rather than taken from a font that somebody may not have. */
final class Icons {
  private Icons() {}

  private static void at(double x, double middle, String data, String type, Svg svg) {
    svg.raw(
        "<path transform=\"translate(%s %s)\" d=\"%s\" class=\"%s\"/>"
            .formatted(Svg.number(x), Svg.number(middle - 7), data, type));
  }

  static void draw(Kind kind, double x, double middle, Svg svg) {
    String data =
        switch (kind) {
          case HOST -> "M1 1.5h12v8.5h-12zM7 10v3M4 13h6";
          case ROUTER -> "M7 .5a6.5 6.5 0 1 0 .01 0M3.5 5.5h7m-2 -2l2 2l-2 2M10.5 9h-7m2 -2";
          case SWITCH -> "M.5 3.5h13v7.5h-13zM3.5 6v2.5M6 6v2.5M8.5 6v2.5M11 6v2.5";
        };
    at(x, middle, data, "d-icon", svg);
  }

  static void draw(Topic topic, double x, double middle, Svg svg) {
    String data =
        switch (topic) {
          case ROUTE -> "M1 7h10m-4 -4l4 4l-4 4";
          case RULESET -> "M6.5 1l5 2v3.5q0 4.5 -5 6.5q-5 -2 -5 -6.5v-3.5z";
          case SETTING -> "M1 4h10M1 10h10M4 2v4M8 8v4";
          case MORE -> "M2 7h.1M6 7h.1M10 7h.1";
        };
    at(x, middle, data, "d-icon", svg);
  }

  static void draw(Tone tone, double x, double middle, Svg svg) {
    switch (tone) {
      case GOOD -> at(x, middle, "M1.5 7.5l3.5 3.5l6 -7.5", "d-icon", svg);
      case BAD -> at(x, middle, "M2.5 3l8 8m0 -8l-8 8", "d-cross", svg);
      case TRANSLATED -> at(x, middle, "M1 4.5h10m-3 -3l3 3M11 9.5h-10m3 3l-3 -3", "d-icon", svg);
      case PLAIN -> at(x, middle, "M1 7h10m-4 -4l4 4l-4 4", "d-icon", svg);
    }
  }
}
