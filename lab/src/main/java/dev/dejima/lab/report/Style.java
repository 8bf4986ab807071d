package dev.dejima.lab.report;

import java.util.stream.Collectors;

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

  /**
   * A lab's own text as a terminal may have it: its control characters but newlines and tabs, and
   * those that turn the direction of writing, are shown as numbers. What the methods below give
   * their colour has been made so.
   */
  public static String visible(String text) {
    return text.codePoints().allMatch(Style::isHarmless)
        ? text
        : text.codePoints()
            .mapToObj(c -> isHarmless(c) ? Character.toString(c) : number(c))
            .collect(Collectors.joining());
  }

  private static boolean isHarmless(int c) {
    boolean turns = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    return c == '\n' || c == '\t' || !Character.isISOControl(c) && !turns;
  }

  private static String number(int c) {
    return c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c);
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
    String visible = visible(text);
    return color && !text.isEmpty() ? "\u001b[" + code + "m" + visible + "\u001b[0m" : visible;
  }
}
