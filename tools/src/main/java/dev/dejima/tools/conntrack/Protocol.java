package dev.dejima.tools.conntrack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A protocol as conntrack(8) knows it, with the options that are its own. */
enum Protocol {
  ICMP(1),
  TCP(6),
  UDP(17),
  DCCP(33),
  GRE(47),
  ICMPV6(58),
  SCTP(132),
  UDPLITE(136);

  static final List<String> TCP_STATES =
      List.of(
          "NONE",
          "SYN_SENT",
          "SYN_RECV",
          "ESTABLISHED",
          "FIN_WAIT",
          "CLOSE_WAIT",
          "LAST_ACK",
          "TIME_WAIT",
          "CLOSE",
          "SYN_SENT2");

  static final List<String> SCTP_STATES =
      List.of(
          "NONE",
          "CLOSED",
          "COOKIE_WAIT",
          "COOKIE_ECHOED",
          "ESTABLISHED",
          "SHUTDOWN_SENT",
          "SHUTDOWN_RECD",
          "SHUTDOWN_ACK_SENT",
          "HEARTBEAT_SENT");

  static final List<String> DCCP_STATES =
      List.of(
          "NONE",
          "REQUEST",
          "RESPOND",
          "PARTOPEN",
          "OPEN",
          "CLOSEREQ",
          "CLOSING",
          "TIMEWAIT",
          "IGNORE",
          "INVALID");

  final int number;

  Protocol(int number) {
    this.number = number;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Protocol of(int number) {
    for (Protocol protocol : values()) {
      if (protocol.number == number) {
        return protocol;
      }
    }
    return null;
  }

  /** Its word; "unknown" for those that are none of these. */
  static String word(int number) {
    Protocol protocol = of(number);
    return protocol == null ? "unknown" : protocol.word();
  }

  boolean isIcmp() {
    return this == ICMP || this == ICMPV6;
  }

  /** The options of its own, without the dashes; all take a value. */
  List<String> options() {
    return switch (this) {
      case ICMP -> List.of("icmp-type", "icmp-code", "icmp-id");
      case ICMPV6 -> List.of("icmpv6-type", "icmpv6-code", "icmpv6-id");
      case GRE ->
          List.of(
              "srckey",
              "dstkey",
              "orig-key-src",
              "orig-key-dst",
              "reply-key-src",
              "reply-key-dst",
              "mask-key-src",
              "mask-key-dst",
              "tuple-key-src",
              "tuple-key-dst");
      case UDP, UDPLITE -> PORTS;
      case TCP -> with("state");
      case DCCP -> with("state", "role");
      case SCTP -> with("state", "orig-vtag", "reply-vtag");
    };
  }

  private static final List<String> PORTS =
      List.of(
          "sport",
          "dport",
          "orig-port-src",
          "orig-port-dst",
          "reply-port-src",
          "reply-port-dst",
          "mask-port-src",
          "mask-port-dst",
          "tuple-port-src",
          "tuple-port-dst");

  private static List<String> with(String... more) {
    List<String> all = new ArrayList<>(PORTS);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  /** What {@code -h -p} says of it. */
  String help() {
    StringBuilder text = new StringBuilder("Proto `" + word() + "' help:\n");
    switch (this) {
      case ICMP, ICMPV6 -> {
        for (String what : List.of("type", "code", "id")) {
          text.append("  --" + word() + "-" + what + "\t\t\t" + word() + " " + what + "\n");
        }
      }
      case GRE -> help(text, "key", "key");
      case UDP, UDPLITE -> help(text, "port", "port");
      case TCP, SCTP -> {
        help(text, "port", "port");
        text.append("  --state\t\t\t" + name() + " state, fe. ESTABLISHED\n");
        if (this == SCTP) {
          text.append("  --orig-vtag\t\toriginal verification tag\n");
          text.append("  --reply-vtag\t\treply verification tag\n");
        }
      }
      case DCCP -> {
        help(text, "port", "port");
        text.append("  --state\t\t\tDCCP state, fe. RESPOND\n");
      }
    }
    return text.toString();
  }

  /** The last two lines have the same name, as the real program's have. */
  private static void help(StringBuilder text, String word, String what) {
    String[][] lines = {
      {"orig", "src", "original source"},
      {"orig", "dst", "original destination"},
      {"reply", "src", "reply source"},
      {"reply", "dst", "reply destination"},
      {"mask", "src", "mask source"},
      {"mask", "dst", "mask destination"},
      {"tuple", "src", "expectation tuple src"},
      {"tuple", "src", "expectation tuple dst"}
    };
    for (String[] line : lines) {
      String option = line[0] + "-" + word + "-" + line[1];
      text.append("  --" + option + "\t\t" + line[2] + " " + what + "\n");
    }
  }
}
