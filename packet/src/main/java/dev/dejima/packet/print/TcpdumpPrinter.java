package dev.dejima.packet.print;

import dev.dejima.packet.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Prints frames as tcpdump 4.99 does. It remembers the conversations it has seen, for relative
 * sequence numbers, and the time of the frame before: one printer for each capture, used by one
 * thread at a time.
 */
public final class TcpdumpPrinter {
  /** {@code LINKTYPE_ETHERNET}. */
  public static final int ETHERNET = 1;

  /** {@code LINKTYPE_RAW}: packets of IPv4 or IPv6 without a link-layer header. */
  public static final int RAW = 101;

  /** {@code LINKTYPE_IPV4}: IP packets without a link-layer header, as queues hand them over. */
  public static final int IPV4 = 228;

  /** {@code LINKTYPE_NFLOG}: what a log group brings. */
  public static final int NFLOG = 239;

  /** {@code LINKTYPE_LINUX_SLL2}: what a capture on "any" interface brings. */
  public static final int LINUX_SLL2 = 276;

  private static final Set<Integer> LINK_TYPES = Set.of(ETHERNET, RAW, IPV4, NFLOG, LINUX_SLL2);

  /** Longer packets are not believed. */
  private static final int MAX_LENGTH = 262144;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private final PrintOptions options;
  private final IntFunction<@Nullable String> interfaceName;
  private final TcpConversations conversations = new TcpConversations();
  private @Nullable Instant reference;

  /** A printer that knows no interface by name: LINUX_SLL2 frames show "?". */
  public TcpdumpPrinter(PrintOptions options) {
    this(options, _ -> null);
  }

  /**
   * A printer.
   *
   * @param interfaceName the name of an interface by its number, or null; asked for LINUX_SLL2
   *     frames only
   */
  public TcpdumpPrinter(PrintOptions options, IntFunction<@Nullable String> interfaceName) {
    this.options = options;
    this.interfaceName = interfaceName;
  }

  /** As {@link #print(Instant, int, byte[], int)}. */
  public String print(Instant time, int linkType, Bytes frame, int originalLength) {
    return print(time, linkType, frame.toArray(), originalLength);
  }

  /**
   * The text for a frame: one line, or several with newlines between them, without one at its end.
   *
   * @param time when it passed; printed to the microsecond
   * @param linkType {@link #ETHERNET}, {@link #RAW}, {@link #IPV4}, {@link #NFLOG} or {@link
   *     #LINUX_SLL2}
   * @param frame the octets that were captured
   * @param originalLength octets of the frame on the wire
   * @throws IllegalArgumentException if the link type is another
   */
  public String print(Instant time, int linkType, byte[] frame, int originalLength) {
    if (!LINK_TYPES.contains(linkType)) {
      throw new IllegalArgumentException("link type " + linkType + " is not supported");
    }
    String refusal = refusal(frame.length, originalLength);
    if (!refusal.isEmpty()) {
      return refusal;
    }
    StringBuilder text = new StringBuilder(160);
    timestamp(time.truncatedTo(ChronoUnit.MICROS), text);
    Dissection d = new Dissection(options, conversations, frame, text);
    try {
      switch (linkType) {
        case LINUX_SLL2 -> CookedPrinter.print(d, originalLength, interfaceName);
        case NFLOG -> NflogPrinter.print(d, originalLength);
        case RAW, IPV4 -> Ipv4Printer.printEither(d, 0, originalLength);
        default -> EthernetPrinter.print(d, 0, originalLength);
      }
    } catch (TruncatedException _) {
      d.truncated();
    }
    return text.toString();
  }

  private static String refusal(int captured, int length) {
    StringBuilder causes = new StringBuilder();
    if (captured == 0) {
      causes.append(", caplen==0");
    }
    if (length == 0) {
      causes.append(", len==0");
    } else if (Integer.compareUnsigned(length, captured) < 0) {
      causes.append(", len(" + length + ") < caplen(" + captured + ")");
    }
    if (captured > MAX_LENGTH) {
      causes.append(", caplen(" + captured + ") > " + MAX_LENGTH);
    }
    if (Integer.compareUnsigned(length, MAX_LENGTH) > 0) {
      causes.append(", len(" + Integer.toUnsignedString(length) + ") > " + MAX_LENGTH);
    }
    return causes.isEmpty() ? "" : "[Invalid header:" + causes.substring(1) + "]";
  }

  private void timestamp(Instant time, StringBuilder text) {
    switch (options.timestamps()) {
      case NONE -> {}
      case TIME -> text.append(TIME.format(local(time))).append(' ');
      case DATE -> text.append(DATE.format(local(time))).append(' ');
      case UNIX ->
          text.append(
              String.format(Locale.ROOT, "%d.%06d ", time.getEpochSecond(), time.getNano() / 1000));
      case SINCE_PREVIOUS -> {
        since(time, text);
        reference = time;
      }
      case SINCE_FIRST -> since(time, text);
    }
  }

  private ZonedDateTime local(Instant time) {
    return time.atZone(options.zone());
  }

  private void since(Instant time, StringBuilder text) {
    if (reference == null) {
      reference = time;
    }
    Duration passed = Duration.between(reference, time);
    text.append(passed.isNegative() ? '-' : ' ');
    LocalTime clock = LocalTime.ofInstant(Instant.EPOCH.plus(passed.abs()), ZoneOffset.UTC);
    text.append(TIME.format(clock)).append(' ');
  }
}
