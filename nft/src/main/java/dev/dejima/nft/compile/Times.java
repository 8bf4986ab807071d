package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.Expression.Symbol;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How times are written: stretches, hours of the day and dates. */
public final class Times {
  private static final long DAY_SECONDS = 86_400;
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final long[] MILLISECONDS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1};
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2}))?");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd[ HH:mm[:ss]]", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Times() {}

  /** Milliseconds of a stretch as {@code 1d2h30s} or plain seconds; empty if it is none. */
  public static OptionalLong duration(String text) {
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return OptionalLong.of(Math.multiplyExact(Long.parseLong(text), 1000L));
      }
      Matcher matcher = DURATION.matcher(text);
      if (text.isEmpty() || !matcher.matches()) {
        return OptionalLong.empty();
      }
      long sum = 0;
      for (int i = 0; i < MILLISECONDS.length; i++) {
        String digits = matcher.group(i + 1);
        if (digits != null) {
          sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(digits), MILLISECONDS[i]));
        }
      }
      return OptionalLong.of(sum);
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A stretch as listings show it: {@code 4d23h59m59s}. */
  public static String duration(long milliseconds) {
    Duration time = Duration.ofMillis(milliseconds);
    StringBuilder text = new StringBuilder();
    part(text, time.toDays(), "d");
    part(text, time.toHoursPart(), "h");
    part(text, time.toMinutesPart(), "m");
    part(text, time.toSecondsPart(), "s");
    part(text, time.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void part(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }

  /** Seconds from midnight UTC to an hour of the local day. */
  static BigInteger hour(Symbol symbol, ZoneId zone) {
    BigInteger number = Constants.number(symbol);
    if (number != null) {
      return number;
    }
    Matcher matcher = CLOCK.matcher(symbol.text());
    if (!matcher.matches()) {
      throw new CompileException(symbol.span(), "wrong time format");
    }
    String seconds = matcher.group(3);
    long local =
        Long.parseLong(matcher.group(1)) * 3600
            + Long.parseLong(matcher.group(2)) * 60
            + (seconds == null ? 0 : Long.parseLong(seconds));
    if (local > DAY_SECONDS) {
      throw new CompileException(symbol.span(), "wrong time format");
    }
    return BigInteger.valueOf(Math.floorMod(local - offset(zone), DAY_SECONDS));
  }

  /** The local hour of seconds from midnight UTC. */
  public static String hour(long seconds, ZoneId zone) {
    long local = Math.floorMod(seconds + offset(zone), DAY_SECONDS);
    String text = "%02d:%02d".formatted(local / 3600, local / 60 % 60);
    return local % 60 == 0 ? text : text + ":%02d".formatted(local % 60);
  }

  /** Zones count as they stand in winter 1970: an hour of the day has no date. */
  private static long offset(ZoneId zone) {
    return zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds();
  }

  /** Nanoseconds from 1970 to a local date. */
  static BigInteger date(Symbol symbol, ZoneId zone) {
    BigInteger number = Constants.number(symbol);
    if (number != null) {
      return number.multiply(NANOS);
    }
    try {
      String text = symbol.text().length() > 10 ? symbol.text() : symbol.text() + " 00:00:00";
      long seconds = LocalDateTime.parse(text, DATE).atZone(zone).toEpochSecond();
      return BigInteger.valueOf(seconds).multiply(NANOS);
    } catch (DateTimeParseException e) {
      throw new CompileException(symbol.span(), "Cannot parse date");
    }
  }

  /** The local date of nanoseconds from 1970. */
  public static String date(long nanoseconds, ZoneId zone) {
    LocalDateTime date =
        LocalDateTime.ofInstant(Instant.ofEpochSecond(nanoseconds / 1_000_000_000), zone);
    return date.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT));
  }
}
