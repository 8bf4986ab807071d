package dev.dejima.netstack.inet;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule.Action;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of policy routing of one version of IP (net/core/fib_rules.c): which tables a lookup
 * goes through.
 */
public final class RoutingRules {
  private static final int DEFAULT = 253;
  private static final int KERNEL = 2;

  /** Where rules say that packets of this host come in. */
  private static final String LOOPBACK = "lo";

  /** A rule and what it is compared with, in halves of addresses. */
  private record Compiled(RoutingRule rule, Network source, Network destination) {}

  private record Network(int length, long high, long low) {
    private static final Network ANY = new Network(0, 0, 0);

    static Network of(@Nullable Prefix prefix) {
      if (prefix == null) {
        return ANY;
      }
      return switch (prefix.address()) {
        case Ipv4Address(int value) -> new Network(prefix.length(), (long) value << 32, 0);
        case Ipv6Address six -> new Network(prefix.length(), six.high(), six.low());
      };
    }

    boolean contains(long otherHigh, long otherLow) {
      long highMask = length == 0 ? 0 : -1L << 64 - Math.min(length, 64);
      long lowMask = length <= 64 ? 0 : -1L << 128 - length;
      return ((high ^ otherHigh) & highMask) == 0 && ((low ^ otherLow) & lowMask) == 0;
    }
  }

  private final List<Compiled> rules = new ArrayList<>();
  private final Runnable changed;
  private boolean initial = true;

  /**
   * Makes those of a fresh namespace.
   *
   * @param version 4 or 6
   * @param changed run at every change
   */
  public RoutingRules(int version, Runnable changed) {
    this.changed = changed;
    rules.add(compile(lookup(version, 0, NewRoute.LOCAL)));
    rules.add(compile(lookup(version, 32766, NewRoute.MAIN)));
    if (version == 4) {
      rules.add(compile(lookup(version, 32767, DEFAULT)));
    }
  }

  private static RoutingRule lookup(int version, long priority, int table) {
    return new RoutingRule(
        version,
        priority,
        false,
        null,
        null,
        0,
        0,
        0,
        null,
        null,
        0,
        null,
        null,
        Action.LOOKUP,
        table,
        0,
        RoutingRule.UNSET,
        KERNEL,
        0);
  }

  private static Compiled compile(RoutingRule rule) {
    return new Compiled(rule, Network.of(rule.source()), Network.of(rule.destination()));
  }

  /**
   * Whether they never were others than those of a fresh namespace: then a lookup goes through the
   * tables local, main and, of IPv4, default, whatever the packet.
   */
  public boolean areInitial() {
    return initial;
  }

  /** The rule at a place. */
  public RoutingRule get(int place) {
    return rules.get(place).rule;
  }

  /**
   * The place of the first rule from {@code from} on that matches and says what becomes of the
   * packet; -1 if there is none.
   */
  public int next(int from, RouteKey key) {
    int at = from;
    while (at < rules.size()) {
      Compiled candidate = rules.get(at);
      if (!matches(candidate, key)) {
        at++;
      } else if (candidate.rule.action() == Action.GOTO) {
        int target = firstOf(candidate.rule.target());
        at = target < 0 ? at + 1 : target;
      } else if (candidate.rule.action() == Action.NOP) {
        at++;
      } else {
        return at;
      }
    }
    return -1;
  }

  /** The priority of the rule by which a packet is looked up in a table; -1 if none says so. */
  public long priority(RouteKey key, int table) {
    for (int at = next(0, key); at >= 0; at = next(at + 1, key)) {
      RoutingRule rule = get(at);
      if (rule.action() == Action.LOOKUP && rule.table() == table) {
        return rule.priority();
      }
    }
    return -1;
  }

  private int firstOf(long priority) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).rule.priority() == priority) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(Compiled compiled, RouteKey key) {
    RoutingRule rule = compiled.rule;
    boolean matches =
        (rule.input() == null || rule.input().equals(key.in == null ? LOOPBACK : key.in.name()))
            && (rule.output() == null || key.out != null && rule.output().equals(key.out.name()))
            && ((rule.mark() ^ key.mark) & rule.mask()) == 0
            && compiled.source.contains(key.sourceHigh, key.sourceLow)
            && compiled.destination.contains(key.destinationHigh, key.destinationLow)
            && (rule.tos() == 0 || rule.tos() == key.tos)
            && (rule.protocol() == 0 || rule.protocol() == key.protocol)
            && (rule.sourcePorts() == null || rule.sourcePorts().contains(key.sourcePort))
            && (rule.destinationPorts() == null
                || rule.destinationPorts().contains(key.destinationPort));
    return matches != rule.inverted();
  }

  /**
   * Adds a rule behind those of its priority.
   *
   * @throws NetlinkException EEXIST, EINVAL as {@code fib_nl_newrule()} says
   */
  public void add(RoutingRule asked, Set<NewFlag> mode) throws NetlinkException {
    RoutingRule rule = complete(asked);
    if (mode.contains(NewFlag.EXCL) && find(there -> isTaken(there, rule)) >= 0) {
      throw new NetlinkException(Errno.EEXIST);
    }
    if ((rule.tos() & 3) != 0) {
      throw new NetlinkException(Errno.EINVAL, "Invalid dsfield (tos): ECN bits must be 0");
    }
    if (rule.version() == 4 && (rule.tos() & ~0x1e) != 0) {
      throw new NetlinkException(Errno.EINVAL, "Invalid tos");
    }
    int at = 0;
    while (at < rules.size() && rules.get(at).rule.priority() <= rule.priority()) {
      at++;
    }
    rules.add(at, compile(rule));
    change();
  }

  private RoutingRule complete(RoutingRule asked) throws NetlinkException {
    long priority = asked.priority() != RoutingRule.UNSET ? asked.priority() : defaultPriority();
    if (asked.action() == Action.GOTO && asked.target() <= priority) {
      throw new NetlinkException(Errno.EINVAL, "Backward goto not supported");
    }
    return with(asked, priority, 0);
  }

  /** One less than that of the second rule ({@code fib_default_rule_pref()}). */
  private long defaultPriority() {
    return rules.size() < 2 ? 0 : Math.max(0, rules.get(1).rule.priority() - 1);
  }

  /**
   * Deletes the first rule that is like another in all that is given there.
   *
   * @throws NetlinkException ENOENT if there is none
   */
  public void delete(RoutingRule asked) throws NetlinkException {
    int found = find(rule -> isLike(rule, asked));
    if (found < 0) {
      throw new NetlinkException(Errno.ENOENT);
    }
    rules.remove(found);
    change();
  }

  private void change() {
    initial = false;
    changed.run();
  }

  private int find(Predicate<RoutingRule> test) {
    for (int i = 0; i < rules.size(); i++) {
      if (test.test(rules.get(i).rule)) {
        return i;
      }
    }
    return -1;
  }

  /** As {@code rule_exists()} compares: neither what {@code not} nor where {@code goto} says. */
  private static boolean isTaken(RoutingRule rule, RoutingRule asked) {
    return rule.action() == asked.action()
        && rule.table() == asked.table()
        && rule.priority() == asked.priority()
        && Objects.equals(rule.input(), asked.input())
        && Objects.equals(rule.output(), asked.output())
        && rule.mark() == asked.mark()
        && rule.mask() == asked.mask()
        && rule.suppressedLength() == asked.suppressedLength()
        && rule.protocol() == asked.protocol()
        && rule.origin() == asked.origin()
        && Objects.equals(rule.sourcePorts(), asked.sourcePorts())
        && Objects.equals(rule.destinationPorts(), asked.destinationPorts())
        && hasAddresses(rule, asked);
  }

  /** As {@code fib4_rule_compare()} does: what is not given is not looked at. */
  private static boolean hasAddresses(RoutingRule rule, RoutingRule asked) {
    return (asked.tos() == 0 || asked.tos() == rule.tos())
        && isLike(rule.source(), asked.source())
        && isLike(rule.destination(), asked.destination());
  }

  /** As {@code rule_find()} compares: what is not given is not looked at. */
  private static boolean isLike(RoutingRule rule, RoutingRule asked) {
    return (asked.action() == Action.UNSPEC || asked.action() == rule.action())
        && (asked.table() == 0 || asked.table() == rule.table())
        && (asked.priority() == RoutingRule.UNSET || asked.priority() == rule.priority())
        && (asked.input() == null || asked.input().equals(rule.input()))
        && (asked.output() == null || asked.output().equals(rule.output()))
        && (asked.mark() == 0 || asked.mark() == rule.mark())
        && (asked.mask() == 0 || asked.mask() == rule.mask())
        && (asked.suppressedLength() == RoutingRule.UNSET
            || asked.suppressedLength() == rule.suppressedLength())
        && (asked.protocol() == 0 || asked.protocol() == rule.protocol())
        && (asked.origin() == 0 || asked.origin() == rule.origin())
        && (asked.sourcePorts() == null || asked.sourcePorts().equals(rule.sourcePorts()))
        && (asked.destinationPorts() == null
            || asked.destinationPorts().equals(rule.destinationPorts()))
        && hasAddresses(rule, asked);
  }

  private static boolean isLike(@Nullable Prefix prefix, @Nullable Prefix asked) {
    return asked == null || asked.length() == 0 || asked.equals(prefix);
  }

  /**
   * All of them, in order.
   *
   * @param isDevice whether there is a device of that name
   */
  public List<RoutingRule> all(Predicate<String> isDevice) {
    return rules.stream().map(compiled -> described(compiled.rule, isDevice)).toList();
  }

  private RoutingRule described(RoutingRule rule, Predicate<String> isDevice) {
    boolean unresolved = rule.action() == Action.GOTO && firstOf(rule.target()) < 0;
    return with(
        rule,
        rule.priority(),
        rule.flags()
            | (unresolved ? RoutingRule.UNRESOLVED : 0)
            | (isMissing(rule.input(), isDevice) ? RoutingRule.INPUT_DETACHED : 0)
            | (isMissing(rule.output(), isDevice) ? RoutingRule.OUTPUT_DETACHED : 0));
  }

  private static boolean isMissing(@Nullable String name, Predicate<String> isDevice) {
    return name != null && !isDevice.test(name);
  }

  private static RoutingRule with(RoutingRule rule, long priority, int flags) {
    return new RoutingRule(
        rule.version(),
        priority,
        rule.inverted(),
        rule.source(),
        rule.destination(),
        rule.tos(),
        rule.mark(),
        rule.mask(),
        rule.input(),
        rule.output(),
        rule.protocol(),
        rule.sourcePorts(),
        rule.destinationPorts(),
        rule.action(),
        rule.table(),
        rule.target(),
        rule.suppressedLength(),
        rule.origin(),
        flags);
  }
}
