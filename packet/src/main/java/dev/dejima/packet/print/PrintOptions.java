package dev.dejima.packet.print;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What to print of a packet. Addresses are always numeric.
 *
 * @param timestamps how to say when it passed: {@code -t}
 * @param numeric whether ports and protocols are numbers rather than names: {@code -n}
 * @param link whether to print the link-layer header: {@code -e}
 * @param verbosity how many {@code -v}, 0 to 3
 * @param absolute whether TCP's sequence numbers are printed as they are: {@code -S}
 * @param zone whose time of day is printed
 */
public record PrintOptions(
    TimestampStyle timestamps,
    boolean numeric,
    boolean link,
    int verbosity,
    boolean absolute,
    ZoneId zone) {
  /** tcpdump without options, in UTC. */
  public static final PrintOptions DEFAULT =
      new PrintOptions(TimestampStyle.TIME, false, false, 0, false, ZoneOffset.UTC);

  /** {@code -tn}: the line that begins with the protocol, with numbers alone. */
  public static final PrintOptions PLAIN =
      new PrintOptions(TimestampStyle.NONE, true, false, 0, false, ZoneOffset.UTC);

  /** Checks the bounds of the verbosity. */
  public PrintOptions {
    if (verbosity < 0 || verbosity > 3) {
      throw new IllegalArgumentException("verbosity " + verbosity);
    }
  }

  public PrintOptions withTimestamps(TimestampStyle style) {
    return new PrintOptions(style, numeric, link, verbosity, absolute, zone);
  }

  public PrintOptions withNumeric(boolean on) {
    return new PrintOptions(timestamps, on, link, verbosity, absolute, zone);
  }

  public PrintOptions withLink(boolean on) {
    return new PrintOptions(timestamps, numeric, on, verbosity, absolute, zone);
  }

  public PrintOptions withVerbosity(int count) {
    return new PrintOptions(timestamps, numeric, link, count, absolute, zone);
  }

  public PrintOptions withAbsolute(boolean on) {
    return new PrintOptions(timestamps, numeric, link, verbosity, on, zone);
  }

  public PrintOptions withZone(ZoneId other) {
    return new PrintOptions(timestamps, numeric, link, verbosity, absolute, other);
  }

  boolean verbose() {
    return verbosity > 0;
  }
}
