package dev.dejima.tools;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Counters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tracked connections as conntrack(8) prints them. */
public final class ConntrackPrinter {
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final Map<Integer, String> PROTOCOLS =
      Map.of(
          1, "icmp", 6, "tcp", 17, "udp", 33, "dccp", 47, "gre", 58, "icmpv6", 132, "sctp", 136,
          "udplite");
  private static final String[] TCP_STATES = {
    "NONE",
    "SYN_SENT",
    "SYN_RECV",
    "ESTABLISHED",
    "FIN_WAIT",
    "CLOSE_WAIT",
    "LAST_ACK",
    "TIME_WAIT",
    "CLOSE",
    "SYN_SENT2"
  };

  private ConntrackPrinter() {}

  /** One line, without its newline; {@code extended} puts the network protocol first. */
  public static String print(NewConntrack entry, boolean extended) {
    StringBuilder line = new StringBuilder();
    int protocol = entry.original().protocol();
    if (extended) {
      boolean v4 = entry.original().source().bits() == 32;
      line.append(v4 ? "ipv4     2 " : "ipv6     10 ");
    }
    line.append("%-8s %d ".formatted(PROTOCOLS.getOrDefault(protocol, "unknown"), protocol));
    if (entry.timeout() != null) {
      line.append(entry.timeout()).append(' ');
    }
    if (entry.tcpState() != null && entry.tcpState() < TCP_STATES.length) {
      line.append(TCP_STATES[entry.tcpState()]).append(' ');
    }
    line.append(tuple(entry.original())).append(counters(entry.originalCounters()));
    if (!entry.has(NewConntrack.SEEN_REPLY)) {
      line.append("[UNREPLIED] ");
    }
    line.append(tuple(entry.reply())).append(counters(entry.replyCounters()));
    if (entry.has(NewConntrack.ASSURED)) {
      line.append("[ASSURED] ");
    }
    line.append("mark=").append(entry.mark());
    if (entry.zone() != 0) {
      line.append(" zone=").append(entry.zone());
    }
    if (entry.use() != null) {
      line.append(" use=").append(entry.use());
    }
    return line.toString();
  }

  private static String tuple(ConntrackTuple tuple) {
    String addresses = "src=" + tuple.source() + " dst=" + tuple.destination() + " ";
    return switch (tuple.protocol()) {
      case ICMP, ICMPV6 ->
          addresses
              + "type=%d code=%d id=%d "
                  .formatted(
                      tuple.destinationPort() >> 8,
                      tuple.destinationPort() & 255,
                      tuple.sourcePort());
      case 6, 17, 33, 132, 136 ->
          addresses + "sport=%d dport=%d ".formatted(tuple.sourcePort(), tuple.destinationPort());
      default -> addresses;
    };
  }

  private static String counters(@Nullable Counters counters) {
    return counters == null
        ? ""
        : "packets=%d bytes=%d ".formatted(counters.packets(), counters.bytes());
  }

  /**
   * The number of a protocol's name, or of the number itself.
   *
   * @throws UsageException if it is neither
   */
  static int protocolNumber(String word) {
    for (Map.Entry<Integer, String> protocol : PROTOCOLS.entrySet()) {
      if (protocol.getValue().equals(word)) {
        return protocol.getKey();
      }
    }
    if (word.matches("[0-9]{1,3}")) {
      return Integer.parseInt(word);
    }
    throw new UsageException(
        2, "conntrack v1.4.7 (conntrack-tools): `" + word + "' unsupported protocol");
  }
}
