package dev.dejima.netstack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.ip6.Conf6;
import dev.dejima.netstack.ip6.Interface6;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.ip6.Settings6;
import java.util.BitSet;
import java.util.StringJoiner;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** The variables of {@code net/ipv6} that IP and ICMP look at. */
final class Ipv6Sysctls {
  private static final String CONF = "net/ipv6/conf/";
  private static final int MAX = Integer.MAX_VALUE;

  private final SysctlTree tree;
  private final Ipv6 ipv6;

  Ipv6Sysctls(SysctlTree tree, Ipv6 ipv6) {
    this.tree = tree;
    this.ipv6 = ipv6;
  }

  private void number(String name, int min, int max, IntSupplier get, IntConsumer set) {
    tree.add("net/ipv6/" + name, SysctlVariable.number(min, max, get, set));
  }

  /** Adds all but the variables of devices. */
  void addAll() {
    Settings6 s = ipv6.settings();
    number(
        "anycast_src_echo_reply",
        0,
        1,
        () -> s.anycastSourceEchoReply,
        v -> s.anycastSourceEchoReply = v);
    number("auto_flowlabels", 0, 3, () -> s.autoFlowLabels, v -> s.autoFlowLabels = v);
    number("bindv6only", 0, 1, () -> s.bindV6Only, v -> s.bindV6Only = v);
    number("icmp/echo_ignore_all", 0, 1, () -> s.echoIgnoreAll, v -> s.echoIgnoreAll = v);
    number(
        "icmp/echo_ignore_anycast", 0, 1, () -> s.echoIgnoreAnycast, v -> s.echoIgnoreAnycast = v);
    number(
        "icmp/echo_ignore_multicast",
        0,
        1,
        () -> s.echoIgnoreMulticast,
        v -> s.echoIgnoreMulticast = v);
    number("icmp/ratelimit", 0, MAX, () -> s.icmpRateLimit, v -> s.icmpRateLimit = v);
    tree.add("net/ipv6/icmp/ratemask", new Bitmap(s.icmpRateMask));
    FragmentSysctls.add(tree, "net/ipv6/ip6frag_", "time", ipv6.reassembly().limits());
    FragmentSysctls.add(
        tree, "net/netfilter/nf_conntrack_frag6_", "timeout", ipv6.reassembly().trackedLimits());
    number("ip_nonlocal_bind", 0, 1, () -> s.nonlocalBind, v -> s.nonlocalBind = v);
    number(
        "max_dst_opts_number",
        0,
        MAX,
        () -> s.maxDestinationOptions,
        v -> s.maxDestinationOptions = v);
    number(
        "max_hbh_opts_number", 0, MAX, () -> s.maxHopByHopOptions, v -> s.maxHopByHopOptions = v);
  }

  /** Numbers and ranges of them: {@code 0-1,3-127}. */
  private record Bitmap(BitSet bits) implements SysctlVariable {
    @Override
    public String read() {
      StringJoiner text = new StringJoiner(",");
      for (int from = bits.nextSetBit(0); from >= 0; ) {
        int to = bits.nextClearBit(from) - 1;
        text.add(from == to ? Integer.toString(from) : from + "-" + to);
        from = bits.nextSetBit(to + 1);
      }
      return text.toString();
    }

    @Override
    public void write(String value) throws KernelException {
      BitSet wanted = new BitSet(256);
      for (String part : value.isBlank() ? new String[0] : value.strip().split(",", -1)) {
        int dash = part.indexOf('-');
        int from = SysctlVariable.parse(dash < 0 ? part : part.substring(0, dash));
        int to = dash < 0 ? from : SysctlVariable.parse(part.substring(dash + 1));
        if (from < 0 || to > 255 || from > to) {
          throw new KernelException(Errno.EINVAL);
        }
        wanted.set(from, to + 1);
      }
      bits.clear();
      bits.or(wanted);
    }
  }

  /** Adds the variables of all devices, by the names they have now. */
  void addDevicesAnew() {
    tree.remove("net/ipv6/conf");
    add("all", ipv6.confAll(), ipv6::setForwardingOfAll, ipv6::setDisabledOfAll);
    int[] initial = ipv6.confDefault();
    add(
        "default",
        initial,
        value -> initial[Conf6.FORWARDING.ordinal()] = value,
        value -> initial[Conf6.DISABLE_IPV6.ordinal()] = value);
    ipv6.interfaces().forEach(this::add);
  }

  private void add(Interface6 in) {
    add(
        in.device().name(),
        in.conf(),
        value -> ipv6.setForwarding(in, value),
        value -> ipv6.setDisabled(in, value));
  }

  private void add(String device, int[] values, IntConsumer forwarding, IntConsumer disable) {
    for (Conf6 variable : Conf6.values()) {
      int at = variable.ordinal();
      IntConsumer set =
          switch (variable) {
            case FORWARDING -> forwarding;
            case DISABLE_IPV6 -> disable;
            default -> value -> values[at] = value;
          };
      int least = variable == Conf6.HOP_LIMIT ? 1 : Integer.MIN_VALUE;
      int most = variable == Conf6.HOP_LIMIT ? 255 : MAX;
      tree.add(
          CONF + device + "/" + variable.word(),
          SysctlVariable.number(least, most, () -> values[at], set));
    }
  }
}
