package dev.dejima.tools.ip;

import dev.dejima.tools.UsageException;

/** Arguments that are {@code on} or {@code off}. */
public final class Switches {
  /** The exit status of iproute2 where it is neither. */
  private static final int INVALID = 234;

  private Switches() {}

  /** Whether the next word is {@code on}. */
  public static boolean take(Arguments arguments, String setting) {
    String word = arguments.take();
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw new UsageException(
              INVALID,
              "Error: argument of \"%s\" must be one of \"off\", \"on\", not \"%s\""
                  .formatted(setting, word));
    };
  }

  /** How iproute2 prints it. */
  public static String word(long value) {
    return value != 0 ? "on" : "off";
  }
}
