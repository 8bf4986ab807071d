package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.SysctlVariable;
import dev.dejima.netstack.netfilter.NetfilterHost;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * What {@code net.netfilter.nf_conntrack_*} sets ({@code nf_conntrack_standalone.c}). Each
 * namespace has sizes of its own, where Linux has one for all that only the first may set.
 */
final class ConntrackSettings {
  private static final String PREFIX = "net/netfilter/nf_conntrack_";

  /** Hash buckets, of which Linux has so many on a machine of some size. */
  static final int BUCKETS = 262_144;

  int max = BUCKETS;
  boolean accounting;
  boolean timestamps;

  /** 0: no events; 1: always; 2: while somebody listens. */
  int events = 2;

  /** Invalid packets of which protocol are logged: 255 for all, 0 for none. */
  int logInvalid;

  void publish(
      NetfilterHost host,
      IntSupplier count,
      Timeouts timeouts,
      TcpTracker tcp,
      PacketChecksum checksum,
      Expectations expectations) {
    timeouts.publish((name, variable) -> host.sysctl(PREFIX + name, variable));
    host.sysctl("net/nf_conntrack_max", number(Integer.MAX_VALUE, () -> max, n -> max = n));
    host.sysctl(PREFIX + "max", number(Integer.MAX_VALUE, () -> max, n -> max = n));
    host.sysctl(PREFIX + "count", SysctlVariable.constant(count));
    host.sysctl(PREFIX + "buckets", SysctlVariable.constant(() -> BUCKETS));
    host.sysctl(
        PREFIX + "expect_max",
        number(Integer.MAX_VALUE, () -> expectations.max, n -> expectations.max = n));
    host.sysctl(PREFIX + "checksum", flag(() -> checksum.enabled, on -> checksum.enabled = on));
    host.sysctl(PREFIX + "acct", flag(() -> accounting, on -> accounting = on));
    host.sysctl(PREFIX + "timestamp", flag(() -> timestamps, on -> timestamps = on));
    host.sysctl(PREFIX + "events", number(2, () -> events, n -> events = n));
    host.sysctl(PREFIX + "log_invalid", number(255, () -> logInvalid, n -> logInvalid = n));
    host.sysctl(PREFIX + "tcp_loose", flag(() -> tcp.loose, on -> tcp.loose = on));
    host.sysctl(
        PREFIX + "tcp_be_liberal", flag(() -> tcp.window.liberal, on -> tcp.window.liberal = on));
    host.sysctl(
        PREFIX + "tcp_ignore_invalid_rst",
        flag(() -> tcp.ignoreInvalidReset, on -> tcp.ignoreInvalidReset = on));
    host.sysctl(
        PREFIX + "tcp_max_retrans",
        number(255, () -> tcp.maxRetransmissions, n -> tcp.maxRetransmissions = n));
  }

  private static SysctlVariable number(int max, IntSupplier get, IntConsumer set) {
    return SysctlVariable.number(0, max, get, set);
  }

  private static SysctlVariable flag(BooleanSupplier get, Consumer<Boolean> set) {
    return SysctlVariable.number(0, 1, () -> get.getAsBoolean() ? 1 : 0, n -> set.accept(n != 0));
  }
}
