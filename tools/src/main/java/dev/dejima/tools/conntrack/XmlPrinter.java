package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Counters;
import dev.dejima.kernel.conntrack.NewConntrack.Times;
import dev.dejima.kernel.conntrack.NewExpectation;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.tools.conntrack.Request.Output;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connections and expectations as conntrack(8)'s XML, a line each. */
final class XmlPrinter {
  private static final long SECOND = 1_000_000_000L;

  private final Set<Output> output;
  private final Instant now;
  private final StringBuilder out = new StringBuilder();

  XmlPrinter(Set<Output> output, Instant now) {
    this.output = output;
    this.now = now;
  }

  /** A flow; the event is empty in listings. */
  String print(NewConntrack entry, String event) {
    open(event);
    boolean oneZone = entry.original().zone() == entry.reply().zone();
    direction("original", entry.original(), oneZone, entry.originalCounters());
    direction("reply", entry.reply(), oneZone, entry.replyCounters());
    out.append("<meta direction=\"independent\">");
    independent(entry);
    return out.append("</meta></flow>").toString();
  }

  private void open(String event) {
    out.append(
        event.isEmpty() ? "<flow>" : "<flow type=\"" + event.toLowerCase(Locale.ROOT) + "\">");
  }

  private XmlPrinter element(String name, @Nullable Object value) {
    if (value != null) {
      out.append('<').append(name).append('>').append(value);
      out.append("</").append(name).append('>');
    }
    return this;
  }

  private void number(String name, @Nullable Integer value) {
    element(name, value == null ? null : Integer.toUnsignedString(value));
  }

  private void layer3(ConntrackTuple tuple) {
    boolean v4 = Arguments.isV4(tuple.source());
    out.append("<layer3 protonum=\"").append(v4 ? 2 : 10);
    out.append("\" protoname=\"").append(v4 ? "ipv4" : "ipv6").append("\">");
  }

  private void layer4(ConntrackTuple tuple) {
    out.append("<layer4 protonum=\"").append(tuple.protocol());
    out.append("\" protoname=\"").append(Protocol.word(tuple.protocol())).append("\">");
  }

  private void addresses(ConntrackTuple tuple) {
    element("src", tuple.source()).element("dst", tuple.destination());
  }

  private void ports(ConntrackTuple tuple) {
    Protocol protocol = Protocol.of(tuple.protocol());
    if (protocol == Protocol.GRE) {
      element("srckey", "0x%x".formatted(tuple.sourcePort()));
      element("dstkey", "0x%x".formatted(tuple.destinationPort()));
    } else if (protocol != null && !protocol.isIcmp()) {
      element("sport", tuple.sourcePort()).element("dport", tuple.destinationPort());
    }
  }

  private void direction(
      String name, ConntrackTuple tuple, boolean oneZone, @Nullable Counters counters) {
    out.append("<meta direction=\"").append(name).append("\">");
    layer3(tuple);
    addresses(tuple);
    out.append("</layer3>");
    layer4(tuple);
    ports(tuple);
    out.append("</layer4>");
    element("zone", oneZone || tuple.zone() == 0 ? null : tuple.zone());
    if (counters != null) {
      out.append("<counters>");
      element("packets", Long.toUnsignedString(counters.packets()));
      element("bytes", Long.toUnsignedString(counters.bytes())).out.append("</counters>");
    }
    out.append("</meta>");
  }

  private void independent(NewConntrack entry) {
    NewConntrack.Details details = entry.details();
    element("state", state(entry.protocol()));
    element("timeout", entry.timeout());
    number("mark", entry.mark());
    number("secmark", details.secmark());
    element("secctx", details.securityContext());
    element("zone", entry.zone() == 0 ? null : entry.zone());
    number("use", entry.use());
    number("id", entry.id());
    if (entry.has(NewConntrack.ASSURED)) {
      out.append("<assured/>");
    }
    if (entry.status() != null && !entry.has(NewConntrack.SEEN_REPLY)) {
      out.append("<unreplied/>");
    }
    times(details.times());
    element("helper", details.helper());
    when();
  }

  /** Of SCTP the real program names the state of TCP that has the same number; so do we. */
  private static @Nullable String state(@Nullable ProtocolState state) {
    return switch (state) {
      case ProtocolState.Tcp tcp -> ConntrackPrinter.name(Protocol.TCP_STATES, tcp.state());
      case ProtocolState.Sctp sctp -> ConntrackPrinter.name(Protocol.TCP_STATES, sctp.state());
      case ProtocolState.Dccp dccp -> ConntrackPrinter.name(Protocol.TCP_STATES, dccp.state());
      case null -> null;
    };
  }

  private void times(@Nullable Times times) {
    if (times == null) {
      return;
    }
    if (output.contains(Output.KTIMESTAMP)) {
      out.append("<timestamp>");
      element("start", times.start()).element("stop", times.stop() == 0 ? null : times.stop());
      out.append("</timestamp>");
    }
    long life =
        times.stop() == 0
            ? now.getEpochSecond() - times.start() / SECOND
            : (times.stop() - times.start()) / SECOND;
    element("deltatime", life);
  }

  private void when() {
    if (!output.contains(Output.TIMESTAMP)) {
      return;
    }
    ZonedDateTime time = ZonedDateTime.ofInstant(now, ZoneId.systemDefault());
    out.append("<when>");
    element("hour", time.getHour())
        .element("min", "%02d".formatted(time.getMinute()))
        .element("sec", "%02d".formatted(time.getSecond()))
        .element("wday", time.getDayOfWeek().getValue() % 7 + 1)
        .element("day", time.getDayOfMonth())
        .element("month", time.getMonthValue())
        .element("year", time.getYear());
    out.append("</when>");
  }

  /** An expectation; the event is empty in listings. */
  String print(NewExpectation entry, String event) {
    open(event);
    layer3(entry.tuple());
    out.append("<expected>");
    addresses(entry.tuple());
    out.append("</expected><mask>");
    addresses(entry.mask());
    out.append("</mask><master>");
    addresses(entry.master());
    out.append("</master></layer3>");
    layer4(entry.tuple());
    out.append("<expected>");
    ports(entry.tuple());
    out.append("</expected><mask>");
    ports(entry.mask());
    out.append("</mask><master>");
    ports(entry.master());
    out.append("</master></layer4><meta>");
    element("helper-name", entry.helper()).element("timeout", entry.timeout());
    element("class", entry.group()).element("zone", entry.zone() == 0 ? null : entry.zone());
    when();
    flag(entry, NewExpectation.PERMANENT, "permanent");
    flag(entry, NewExpectation.INACTIVE, "inactive");
    flag(entry, NewExpectation.USERSPACE, "userspace");
    return out.append("</meta></flow>").toString();
  }

  private void flag(NewExpectation entry, int bit, String name) {
    if ((entry.flags() & bit) != 0) {
      out.append('<').append(name).append("/>");
    }
  }
}
