package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Counters;
import dev.dejima.kernel.conntrack.NewConntrack.Times;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.packet.Bytes;
import dev.dejima.tools.conntrack.Request.Output;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Tracked connections as conntrack(8) prints them, a line each. */
public final class ConntrackPrinter {
  private static final long SECOND = 1_000_000_000L;
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

  private final Set<Output> output;
  private final Instant now;

  /**
   * A printer.
   *
   * @param now the time of day, which lives are counted up to
   */
  ConntrackPrinter(Set<Output> output, Instant now) {
    this.output = output;
    this.now = now;
  }

  /** One line, without its newline; {@code extended} puts the network protocol first. */
  public static String print(NewConntrack entry, boolean extended) {
    Set<Output> output = extended ? EnumSet.of(Output.EXTENDED) : EnumSet.noneOf(Output.class);
    return new ConntrackPrinter(output, Instant.EPOCH).print(entry, "");
  }

  /**
   * One line, without its newline.
   *
   * @param event what happened, NEW for instance; empty in listings
   */
  String print(NewConntrack entry, String event) {
    StringJoiner line = new StringJoiner(" ");
    if (!event.isEmpty()) {
      line.add("%9s".formatted("[" + event + "]"));
    }
    int protocol = entry.original().protocol();
    if (output.contains(Output.EXTENDED)) {
      line.add(Arguments.isV4(entry.original().source()) ? "ipv4     2" : "ipv6     10");
    }
    line.add("%-8s %d".formatted(Protocol.word(protocol), protocol));
    if (entry.timeout() != null) {
      line.add(Long.toString(entry.timeout()));
    }
    String state = state(entry.protocol());
    if (state != null) {
      line.add(state);
    }
    boolean oneZone = entry.original().zone() == entry.reply().zone();
    tuple(line, entry.original(), oneZone ? "" : "zone-orig");
    counters(line, entry.originalCounters());
    if (entry.status() != null && !entry.has(NewConntrack.SEEN_REPLY)) {
      line.add("[UNREPLIED]");
    }
    tuple(line, entry.reply(), oneZone ? "" : "zone-reply");
    counters(line, entry.replyCounters());
    rest(line, entry);
    return line.toString();
  }

  private void rest(StringJoiner line, NewConntrack entry) {
    NewConntrack.Details details = entry.details();
    if (entry.has(NewConntrack.HW_OFFLOAD)) {
      line.add("[HW_OFFLOAD]");
    } else if (entry.has(NewConntrack.OFFLOAD)) {
      line.add("[OFFLOAD]");
    } else if (entry.has(NewConntrack.ASSURED)) {
      line.add("[ASSURED]");
    }
    unsigned(line, "mark", entry.mark());
    unsigned(line, "secmark", details.secmark());
    if (details.securityContext() != null) {
      line.add("secctx=" + details.securityContext());
    }
    if (entry.zone() != 0) {
      line.add("zone=" + entry.zone());
    }
    times(line, details.times());
    if (details.helper() != null) {
      line.add("helper=" + details.helper());
    }
    unsigned(line, "use", entry.use());
    if (output.contains(Output.ID)) {
      unsigned(line, "id", entry.id());
    }
    if (output.contains(Output.LABELS) && !details.labels().isEmpty()) {
      line.add("labels=" + labels(details.labels()));
    }
  }

  private static void unsigned(StringJoiner line, String name, @Nullable Integer value) {
    if (value != null) {
      line.add(name + "=" + Integer.toUnsignedString(value));
    }
  }

  private void times(StringJoiner line, @Nullable Times times) {
    if (times == null) {
      return;
    }
    long stop = times.stop() == 0 ? now.getEpochSecond() : times.stop() / SECOND;
    line.add("delta-time=" + (stop - times.start() / SECOND));
    if (output.contains(Output.KTIMESTAMP)) {
      line.add("[start=" + time(times.start()) + "]");
      if (times.stop() != 0) {
        line.add("[stop=" + time(times.stop()) + "]");
      }
    }
  }

  private static String time(long nanos) {
    return CTIME.format(
        ZonedDateTime.ofInstant(Instant.ofEpochSecond(nanos / SECOND), ZoneId.systemDefault()));
  }

  /** The state's name; null for protocols without. */
  static @Nullable String state(@Nullable ProtocolState state) {
    return switch (state) {
      case ProtocolState.Tcp tcp -> name(Protocol.TCP_STATES, tcp.state());
      case ProtocolState.Sctp sctp -> name(Protocol.SCTP_STATES, sctp.state());
      case ProtocolState.Dccp dccp -> name(Protocol.DCCP_STATES, dccp.state());
      case null -> null;
    };
  }

  static String name(List<String> states, int state) {
    return states.get(state < states.size() ? state : 0);
  }

  /** Addresses, ports and, if it is this direction's alone, the zone. */
  static void tuple(StringJoiner line, ConntrackTuple tuple, String zone) {
    addresses(line, tuple, "src", "dst");
    ports(line, tuple);
    if (!zone.isEmpty() && tuple.zone() != 0) {
      line.add(zone + "=" + tuple.zone());
    }
  }

  static void addresses(
      StringJoiner line, ConntrackTuple tuple, String source, String destination) {
    line.add(source + "=" + tuple.source()).add(destination + "=" + tuple.destination());
  }

  static void ports(StringJoiner line, ConntrackTuple tuple) {
    Protocol protocol = Protocol.of(tuple.protocol());
    int source = tuple.sourcePort();
    int destination = tuple.destinationPort();
    switch (protocol) {
      case ICMP, ICMPV6 ->
          line.add("type=" + (destination >> 8))
              .add("code=" + (destination & 255))
              .add("id=" + source);
      case GRE ->
          line.add("srckey=0x%x".formatted(source)).add("dstkey=0x%x".formatted(destination));
      case TCP, UDP, DCCP, SCTP, UDPLITE -> line.add("sport=" + source).add("dport=" + destination);
      case null -> {}
    }
  }

  private static void counters(StringJoiner line, @Nullable Counters counters) {
    if (counters != null) {
      line.add("packets=" + Long.toUnsignedString(counters.packets()))
          .add("bytes=" + Long.toUnsignedString(counters.bytes()));
    }
  }

  private static String labels(Bytes labels) {
    StringJoiner bits = new StringJoiner(",");
    for (int bit = 0; bit < labels.length() * 8; bit++) {
      if ((labels.at(bit / 8) & 1 << bit % 8) != 0) {
        bits.add(Integer.toString(bit));
      }
    }
    return bits.toString();
  }
}
