package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.Numbers;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How times are written: stretches, hours of the day and dates. */
public final class Times {
  private static final long DAY_SECONDS = 86_400;
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?");

  /** A date, and behind it whatever is no time of day. */
  private static final Pattern DATE =
      Pattern.compile(
          "\\s*(\\d{1,4})-\\s*(0?[1-9]|1[0-2])-\\s*([12]\\d|3[01]|0?[1-9])"
              + "(?:\\s*([01]?\\d|2[0-3]):\\s*([0-5]?\\d)(?::\\s*([0-5]?\\d|6[01]))?)?.*",
          Pattern.DOTALL);

  private Times() {}

  /**
   * Seconds from midnight UTC to an hour of the local day, as the clock goes today; a plain number
   * is already that.
   */
  static BigInteger hour(Symbol symbol, ZoneId zone) {
    BigInteger number = Constants.number(symbol);
    if (number != null) {
      return number;
    }
    Matcher clock = CLOCK.matcher(symbol.text());
    long local = clock.matches() ? seconds(clock, 1) : -1;
    if (local < 0 || part(clock, 1) > 23 || part(clock, 2) > 59 || part(clock, 3) > 61) {
      local = stretch(symbol).longValue() / 1000;
    }
    return BigInteger.valueOf(Math.floorMod(local - offset(zone), DAY_SECONDS));
  }

  /** Milliseconds of a stretch such as {@code 1h30m}. */
  static BigInteger stretch(Symbol symbol) {
    try {
      return BigInteger.valueOf(Numbers.parseTime(symbol.text()));
    } catch (NumberFormatException e) {
      throw new CompileException(symbol.span(), String.valueOf(e.getMessage()));
    }
  }

  private static long seconds(Matcher time, int first) {
    return part(time, first) * 3600 + part(time, first + 1) * 60 + part(time, first + 2);
  }

  private static long part(Matcher time, int group) {
    return time.group(group) == null ? 0 : Long.parseLong(time.group(group));
  }

  /** The local hour of seconds from midnight UTC. */
  public static String hour(long seconds, ZoneId zone) {
    long local = Math.floorMod(seconds + offset(zone), DAY_SECONDS);
    String text = "%02d:%02d".formatted(local / 3600, local / 60 % 60);
    return local % 60 == 0 ? text : text + ":%02d".formatted(local % 60);
  }

  /** An hour of the day has no date; as for nft, it is one of today. */
  private static long offset(ZoneId zone) {
    return zone.getRules().getOffset(Instant.now()).getTotalSeconds();
  }

  /**
   * Nanoseconds from 1970 to a local date. What the month does not have runs on into the next, and
   * what is no time of day counts for nothing, both as in nft.
   */
  static BigInteger date(Symbol symbol, ZoneId zone) {
    Matcher matcher = DATE.matcher(symbol.text());
    if (matcher.matches()) {
      LocalDate month = LocalDate.of((int) part(matcher, 1), (int) part(matcher, 2), 1);
      long days = month.plusDays(part(matcher, 3) - 1).toEpochDay();
      long local = days * DAY_SECONDS + seconds(matcher, 4);
      ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(local));
      return BigInteger.valueOf(local - offset.getTotalSeconds()).multiply(NANOS);
    }
    BigInteger number = Constants.number(symbol);
    if (number != null) {
      return number.multiply(NANOS);
    }
    throw new CompileException(symbol.span(), "Cannot parse date");
  }

  /** The local date of nanoseconds from 1970. */
  public static String date(long nanoseconds, ZoneId zone) {
    LocalDateTime date =
        LocalDateTime.ofInstant(Instant.ofEpochSecond(nanoseconds / 1_000_000_000), zone);
    return date.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT));
  }
}
