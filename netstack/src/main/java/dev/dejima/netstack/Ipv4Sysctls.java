package dev.dejima.netstack;

import dev.dejima.netstack.inet.FragmentLimits;
import dev.dejima.netstack.ip.Conf4;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Settings4;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** The variables of {@code net/ipv4} that IP and ICMP look at. */
final class Ipv4Sysctls {
  private static final String CONF = "net/ipv4/conf/";
  private static final int MAX = Integer.MAX_VALUE;

  private final SysctlTree tree;
  private final Ipv4 ipv4;

  Ipv4Sysctls(SysctlTree tree, Ipv4 ipv4) {
    this.tree = tree;
    this.ipv4 = ipv4;
  }

  private void number(String name, int min, int max, IntSupplier get, IntConsumer set) {
    tree.add("net/ipv4/" + name, SysctlVariable.number(min, max, get, set));
  }

  /** Adds all but the variables of devices. */
  void addAll() {
    Settings4 s = ipv4.settings();
    tree.add(
        "net/ipv4/ip_forward", conf(ipv4.confAll(), Conf4.FORWARDING, ipv4::setForwardingOfAll));
    number("ip_default_ttl", 1, 255, () -> s.defaultTtl, v -> s.defaultTtl = v);
    number("icmp_echo_ignore_all", 0, 1, () -> s.icmpEchoIgnoreAll, v -> s.icmpEchoIgnoreAll = v);
    number(
        "icmp_echo_ignore_broadcasts",
        0,
        1,
        () -> s.icmpEchoIgnoreBroadcasts,
        v -> s.icmpEchoIgnoreBroadcasts = v);
    number(
        "icmp_errors_use_inbound_ifaddr",
        0,
        1,
        () -> s.icmpErrorsUseInboundAddress,
        v -> s.icmpErrorsUseInboundAddress = v);
    number("icmp_ratelimit", 0, MAX, () -> s.icmpRateLimit, v -> s.icmpRateLimit = v);
    number("icmp_ratemask", Integer.MIN_VALUE, MAX, () -> s.icmpRateMask, v -> s.icmpRateMask = v);
    number("ip_nonlocal_bind", 0, 1, () -> s.nonlocalBind, v -> s.nonlocalBind = v);
    FragmentLimits fragments = ipv4.reassembly().limits();
    FragmentSysctls.add(tree, "net/ipv4/ipfrag_", "time", fragments);
    number("ipfrag_max_dist", 0, MAX, () -> fragments.distance, v -> fragments.distance = v);
    number(
        "ip_unprivileged_port_start",
        0,
        65535,
        () -> s.unprivilegedPortStart,
        v -> s.unprivilegedPortStart = v);
    tree.add(
        "net/ipv4/ip_local_port_range",
        SysctlVariable.range(
            1,
            65535,
            () -> s.localPortFirst,
            () -> s.localPortLast,
            (first, last) -> {
              s.localPortFirst = first;
              s.localPortLast = last;
            }));
    tree.add(
        "net/ipv4/ping_group_range",
        SysctlVariable.range(
            0,
            MAX,
            () -> s.pingGroupFirst,
            () -> s.pingGroupLast,
            (first, last) -> {
              s.pingGroupFirst = first;
              s.pingGroupLast = last;
            }));
  }

  /** Adds the variables of all devices, by the names they have now. */
  void addDevicesAnew() {
    tree.remove("net/ipv4/conf");
    add("all", ipv4.confAll());
    add("default", ipv4.confDefault());
    ipv4.interfaces().forEach(in -> add(in.device().name(), in.conf()));
  }

  private void add(String device, int[] values) {
    for (Conf4 variable : Conf4.values()) {
      boolean forwardingOfAll = variable == Conf4.FORWARDING && device.equals("all");
      tree.add(
          CONF + device + "/" + variable.word(),
          conf(
              values,
              variable,
              forwardingOfAll
                  ? ipv4::setForwardingOfAll
                  : value -> values[variable.ordinal()] = value));
    }
  }

  /** Linux takes any number for these. */
  private static SysctlVariable conf(int[] values, Conf4 variable, IntConsumer set) {
    return SysctlVariable.number(
        Integer.MIN_VALUE, Integer.MAX_VALUE, () -> values[variable.ordinal()], set);
  }
}
