package dev.dejima.lab.report;

/**
 * How a report looks.
 *
 * @param width columns, 80 at least
 * @param color whether to use a terminal's colours
 */
public record Style(int width, boolean color) {
  private static final int MIN_WIDTH = 80;
  private static final int MAX_WIDTH = 400;

  /** 110 columns, no colours. */
  public static final Style PLAIN = new Style(110, false);

  /** Keeps the width within what reads well. */
  public Style {
    width = Math.clamp(width, MIN_WIDTH, MAX_WIDTH);
  }

  /** Emphasised. */
  public String bold(String text) {
    return colored("1", text);
  }

  /** Of less weight. */
  public String dim(String text) {
    return colored("2", text);
  }

  /** What is as it should be. */
  public String good(String text) {
    return colored("32;1", text);
  }

  /** What is not as it should be. */
  public String bad(String text) {
    return colored("31;1", text);
  }

  /** A rule of a ruleset. */
  public String rule(String text) {
    return colored("36", text);
  }

  private String colored(String code, String text) {
    return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
