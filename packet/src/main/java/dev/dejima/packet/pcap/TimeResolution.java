package dev.dejima.packet.pcap;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * How an interface's times are counted in pcapng.
 *
 * @param ticksPerSecond units in a second
 * @param offset seconds to add
 */
record TimeResolution(BigInteger ticksPerSecond, long offset) {
  static final TimeResolution MICROSECONDS = new TimeResolution(BigInteger.valueOf(1_000_000), 0);

  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  /**
   * With the unit of {@code if_tsresol}: a negative power of 10, or of 2 if the high bit is set.
   */
  TimeResolution withUnit(byte code) {
    BigInteger base = code < 0 ? BigInteger.TWO : BigInteger.TEN;
    return new TimeResolution(base.pow(code & 0x7f), offset);
  }

  /** With the seconds of {@code if_tsoffset}. */
  TimeResolution withOffset(long seconds) {
    return new TimeResolution(ticksPerSecond, seconds);
  }

  /** The time that so many units, unsigned, are since 1970; empty if none can be that far off. */
  Optional<Instant> instant(long ticks) {
    BigInteger[] parts =
        new BigInteger(Long.toUnsignedString(ticks)).divideAndRemainder(ticksPerSecond);
    long nanos = parts[1].multiply(NANOS).divide(ticksPerSecond).longValueExact();
    try {
      long seconds = parts[0].add(BigInteger.valueOf(offset)).longValueExact();
      return Optional.of(Instant.ofEpochSecond(seconds, nanos));
    } catch (ArithmeticException | DateTimeException _) {
      return Optional.empty();
    }
  }
}
