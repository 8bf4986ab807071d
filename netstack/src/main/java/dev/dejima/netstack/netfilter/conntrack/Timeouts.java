package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.SysctlVariable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How long flows live without another packet, in seconds: {@code nf_conntrack_*_timeout*}. Those of
 * a protocol are an array, by the number of its state; a rule may give a flow an array of its own.
 */
final class Timeouts {
  static final int SYN_SENT = 1;
  static final int SYN_RECV = 2;
  static final int ESTABLISHED = 3;
  static final int FIN_WAIT = 4;
  static final int CLOSE_WAIT = 5;
  static final int LAST_ACK = 6;
  static final int TIME_WAIT = 7;
  static final int CLOSE = 8;
  static final int SYN_SENT2 = 9;
  static final int RETRANS = 10;
  static final int UNACK = 11;

  /** Of UDP and GRE: before an answer was seen, and since. */
  static final int UNREPLIED = 0;

  static final int REPLIED = 1;

  private static final String[] TCP_NAMES = {
    "",
    "syn_sent",
    "syn_recv",
    "established",
    "fin_wait",
    "close_wait",
    "last_ack",
    "time_wait",
    "close",
    "",
    "max_retrans",
    "unacknowledged"
  };

  private static final String[] SCTP_NAMES = {
    "",
    "closed",
    "cookie_wait",
    "cookie_echoed",
    "established",
    "shutdown_sent",
    "shutdown_recd",
    "shutdown_ack_sent",
    "heartbeat_sent"
  };

  /** By state, then retransmitting and unacknowledged. */
  final int[] tcp = {120, 120, 60, 432_000, 120, 60, 30, 120, 10, 120, 300, 300};

  final int[] sctp = {10, 10, 3, 3, 210, 3, 3, 3, 30};
  final int[] udp = {30, 120};
  final int[] gre = {30, 180};
  final int[] icmp = {30};
  final int[] icmpv6 = {30};
  final int[] generic = {600};

  /** What a flow lives by: its own timeouts, or those of all. */
  static int[] of(Flow flow, int[] all) {
    int[] own = flow.timeouts;
    return own == null ? all : own;
  }

  private int @Nullable [] of(int protocol) {
    return switch (protocol) {
      case TcpTracker.PROTOCOL -> tcp;
      case UdpTracker.UDP, UdpTracker.UDPLITE -> udp;
      case SctpTracker.PROTOCOL -> sctp;
      case GreTracker.PROTOCOL -> gre;
      case Icmp.ICMP -> icmp;
      case Icmp.ICMPV6 -> icmpv6;
      default -> null;
    };
  }

  /** Where a protocol's states begin: those of TCP and SCTP count from 1. */
  private static int first(int protocol) {
    return protocol == TcpTracker.PROTOCOL || protocol == SctpTracker.PROTOCOL ? 1 : 0;
  }

  /**
   * Timeouts for some flows: those of all, but what a policy says.
   *
   * @param policy seconds by state, counted from 0
   * @return null if the protocol has no timeouts of its own
   */
  int @Nullable [] policy(int protocol, SortedMap<Integer, Integer> policy) {
    int[] all = of(protocol);
    if (all == null) {
      return null;
    }
    int[] some = all.clone();
    int first = first(protocol);
    for (Map.Entry<Integer, Integer> entry : policy.entrySet()) {
      int state = entry.getKey() + first;
      if (state >= first && state < some.length) {
        some[state] = entry.getValue();
      }
    }
    some[0] = first == 1 ? some[1] : some[0];
    return some;
  }

  /** A policy whole, with what it takes from all. */
  SortedMap<Integer, Integer> whole(int protocol, int[] timeouts) {
    SortedMap<Integer, Integer> whole = new TreeMap<>();
    int first = first(protocol);
    for (int i = first; i < timeouts.length; i++) {
      whole.put(i - first, timeouts[i]);
    }
    return whole;
  }

  void publish(BiConsumer<String, SysctlVariable> sysctl) {
    for (int i = 0; i < tcp.length; i++) {
      publish(sysctl, "tcp_timeout_", TCP_NAMES[i], tcp, i);
    }
    for (int i = 0; i < sctp.length; i++) {
      publish(sysctl, "sctp_timeout_", SCTP_NAMES[i], sctp, i);
    }
    publish(sysctl, "udp_", "timeout", udp, UNREPLIED);
    publish(sysctl, "udp_", "timeout_stream", udp, REPLIED);
    publish(sysctl, "gre_", "timeout", gre, UNREPLIED);
    publish(sysctl, "gre_", "timeout_stream", gre, REPLIED);
    publish(sysctl, "icmp_", "timeout", icmp, 0);
    publish(sysctl, "icmpv6_", "timeout", icmpv6, 0);
    publish(sysctl, "generic_", "timeout", generic, 0);
  }

  private static void publish(
      BiConsumer<String, SysctlVariable> sysctl,
      String prefix,
      String name,
      int[] timeouts,
      int state) {
    if (!name.isEmpty()) {
      sysctl.accept(
          prefix + name,
          SysctlVariable.number(
              0, Integer.MAX_VALUE, () -> timeouts[state], value -> timeouts[state] = value));
    }
  }
}
