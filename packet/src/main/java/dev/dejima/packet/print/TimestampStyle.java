package dev.dejima.packet.print;

/** How a line says when its packet passed. */
public enum TimestampStyle {
  /** Time of day. */
  TIME,
  /** Not at all: {@code -t}. */
  NONE,
  /** Seconds since 1970: {@code -tt}. */
  UNIX,
  /** Time since the line before: {@code -ttt}. */
  SINCE_PREVIOUS,
  /** Date and time of day: {@code -tttt}. */
  DATE,
  /** Time since the first line: {@code -ttttt}. */
  SINCE_FIRST
}
