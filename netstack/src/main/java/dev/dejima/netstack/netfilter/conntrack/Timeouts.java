package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.SysctlVariable;
import java.util.function.BiConsumer;

/** How long flows live without another packet, in seconds: {@code nf_conntrack_*_timeout*}. */
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

  /** By state of TCP, then retransmitting and unacknowledged. */
  final int[] tcp = {0, 120, 60, 432_000, 120, 60, 30, 120, 10, 120, 300, 300};

  int udp = 30;
  int udpStream = 120;
  int icmp = 30;
  int icmpv6 = 30;
  int generic = 600;

  void publish(BiConsumer<String, SysctlVariable> sysctl) {
    for (int i = 0; i < tcp.length; i++) {
      int state = i;
      if (!TCP_NAMES[i].isEmpty()) {
        sysctl.accept(
            "tcp_timeout_" + TCP_NAMES[i], seconds(() -> tcp[state], value -> tcp[state] = value));
      }
    }
    sysctl.accept("udp_timeout", seconds(() -> udp, value -> udp = value));
    sysctl.accept("udp_timeout_stream", seconds(() -> udpStream, value -> udpStream = value));
    sysctl.accept("icmp_timeout", seconds(() -> icmp, value -> icmp = value));
    sysctl.accept("icmpv6_timeout", seconds(() -> icmpv6, value -> icmpv6 = value));
    sysctl.accept("generic_timeout", seconds(() -> generic, value -> generic = value));
  }

  private static SysctlVariable seconds(
      java.util.function.IntSupplier get, java.util.function.IntConsumer set) {
    return SysctlVariable.number(0, Integer.MAX_VALUE, get, set);
  }
}
