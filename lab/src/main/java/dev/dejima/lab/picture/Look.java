package dev.dejima.lab.picture;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The colours and fonts of pictures. Classes are given colours, by day and by night, rather than
 * variables, which not every program that shows SVG knows. All names begin with {@code d-}, so that
 * a picture can stand in a page.
 */
public final class Look {
  private static final String SANS =
      "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif";
  private static final String MONO =
      "ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",\"Liberation"
          + " Mono\",monospace";

  private static final String SHAPES =
      """
      .d-picture{max-width:100%%;height:auto}
      .d-picture text{white-space:pre}
      .d-title{font:600 15px %1$s}
      .d-name{font:600 14px %1$s}
      .d-label{font:600 12px %1$s}
      .d-small{font:11px %1$s}
      .d-code,.d-addr,.d-note{font:12px %2$s}
      .d-fine{font:11px %2$s}
      .d-addr,.d-right{text-anchor:end}
      .d-mid{text-anchor:middle}
      .d-wire,.d-forth,.d-back,.d-icon,.d-rule,.d-life,.d-hop,.d-again{fill:none}
      .d-card,.d-chip{stroke-width:1}
      .d-wire{stroke-width:1.5}
      .d-many{stroke-width:4}
      .d-forth,.d-back{stroke-width:3}
      .d-back{stroke-dasharray:7 5}
      .d-icon{stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
      .d-life{stroke-width:1;stroke-dasharray:2 4}
      .d-hop{stroke-width:1.5}
      .d-again{stroke-width:1.5;stroke-dasharray:5 4}
      .d-cross{fill:none;stroke-width:2.5;stroke-linecap:round}
      """
          .formatted(SANS, MONO);

  /** A class, what is coloured of it, and its colours by day and by night. */
  private record Colour(String type, String property, String day, String night) {
    String rule(boolean dark) {
      return "." + type + "{" + property + ":" + (dark ? night : day) + "}";
    }
  }

  private static Colour fill(String type, String day, String night) {
    return new Colour(type, "fill", day, night);
  }

  private static Colour stroke(String type, String day, String night) {
    return new Colour(type, "stroke", day, night);
  }

  private static Stream<Colour> colours() {
    return Stream.of(
        fill("d-paper", "#fff", "#0d1319"),
        fill("d-card", "#fff", "#161e27"),
        stroke("d-card", "#c3cdd7", "#37454f"),
        stroke("d-met", "#0a66c2", "#58a6ff"),
        fill("d-host", "#f0f3f6", "#202a34"),
        fill("d-router", "#e3effb", "#17314d"),
        fill("d-switch", "#e6f4ea", "#173527"),
        fill("d-title,.d-name,.d-label,.d-code", "#16202a", "#e8eef4"),
        fill("d-addr", "#0b3d75", "#a5cdff"),
        fill("d-note,.d-small,.d-fine", "#52616f", "#a3b3c1"),
        fill("d-chip", "#fff", "#0d1319"),
        stroke("d-chip", "#9db8d6", "#3d6291"),
        fill("d-used", "#e3effb", "#14314f"),
        stroke("d-wire", "#8a98a6", "#667686"),
        stroke("d-rule", "#dde3e9", "#2c3842"),
        stroke("d-life", "#9aa7b3", "#566675"),
        stroke("d-icon", "#52616f", "#a3b3c1"),
        fill("d-plug", "#8a98a6", "#667686"),
        fill("d-plug-met,.d-tip,.d-ink-forth", "#0a66c2", "#58a6ff"),
        stroke("d-forth", "#0a66c2", "#58a6ff"),
        stroke("d-back", "#a15c00", "#e3a34b"),
        fill("d-tip-back,.d-ink-back", "#a15c00", "#e3a34b"),
        stroke("d-hop,.d-again", "#0a66c2", "#58a6ff"),
        fill("d-good", "#e8f6ec", "#14301e"),
        fill("d-bad", "#fdecec", "#3b1a1c"),
        fill("d-nat", "#f4ecfb", "#2b1f41"),
        fill("d-plain", "#f0f3f6", "#202a34"),
        fill("d-ink-good", "#176b30", "#56d364"),
        fill("d-ink-bad", "#b3201f", "#ff8f88"),
        fill("d-ink-nat", "#6a32a3", "#cba6ff"),
        fill("d-ink-plain", "#16202a", "#e8eef4"),
        stroke("d-cross", "#c62828", "#ff6b63"));
  }

  private Look() {}

  /** What has to stand once in a style element, for pictures that are not whole documents. */
  public static String style() {
    String day = colours().map(c -> c.rule(false)).collect(Collectors.joining("\n"));
    String night = colours().map(c -> c.rule(true)).collect(Collectors.joining("\n"));
    return SHAPES + day + "\n@media (prefers-color-scheme:dark){\n" + night + "\n}\n";
  }

  /**
   * A whole picture.
   *
   * @param body the elements in it
   * @param whole whether it is a document by itself, rather than part of a page with {@link #style}
   * @param id what the ids in it begin with; unique in its page
   */
  static String document(
      String title,
      String description,
      Svg body,
      double width,
      double height,
      boolean whole,
      String id) {
    String size = "width=\"%s\" height=\"%s\"".formatted(Svg.number(width), Svg.number(height));
    String box = "viewBox=\"0 0 %s %s\"".formatted(Svg.number(width), Svg.number(height));
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"d-picture\" %s %s role=\"img\" aria-labelledby=\"%s-title %s-desc\">\n"
            .formatted(size, box, id, id)
        + "<title id=\"%s-title\">%s</title>\n".formatted(id, Markup.escape(title))
        + "<desc id=\"%s-desc\">%s</desc>\n".formatted(id, Markup.escape(description))
        + (whole ? "<style>\n" + style() + "</style>\n" : "")
        + (whole ? new Svg().rect(new Layout.Frame(0, 0, width, height), 8, "d-paper") : "")
        + body
        + "</svg>\n";
  }
}
