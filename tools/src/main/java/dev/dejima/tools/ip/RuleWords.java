package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule.Action;
import dev.dejima.kernel.rtnetlink.RoutingRule.PortRange;
import dev.dejima.packet.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that describe one rule. */
public final class RuleWords {
  private static final int LARGEST_PORT = 65535;

  private long priority = RoutingRule.UNSET;
  private boolean inverted;
  private @Nullable Prefix source;
  private @Nullable Prefix destination;
  private int tos;
  private int mark;
  private int mask;
  private @Nullable String input;
  private @Nullable String output;
  private int protocol;
  private @Nullable PortRange sourcePorts;
  private @Nullable PortRange destinationPorts;
  private Action action;
  private int table;
  private long target;
  private int suppressed = RoutingRule.UNSET;
  private int origin;

  private final int asked;

  RuleWords(Action action, int version) {
    this.action = action;
    this.asked = version;
  }

  /**
   * The rule that words behind {@code ip rule add} describe.
   *
   * @param version 4 or 6; 0 to let the prefixes tell
   * @throws dev.dejima.tools.UsageException if they make no sense
   */
  public static RoutingRule parse(List<String> words, int version) {
    return new RuleWords(Action.LOOKUP, version).read(new Arguments(words)).rule();
  }

  RuleWords read(Arguments arguments) {
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "not" -> inverted = true;
        case "from" -> source = prefix(arguments);
        case "to" -> destination = prefix(arguments);
        case "pref", "preference", "order", "prio", "priority" ->
            priority = arguments.unsigned("preference value is invalid\n");
        case "tos", "dsfield" -> tos = arguments.number("TOS value is invalid\n", 0, 255);
        case "fwmark" -> mark(arguments.take());
        case "iif", "dev" -> input = arguments.take();
        case "oif" -> output = arguments.take();
        case "ipproto" -> protocol = RouteQuery.protocol(arguments.take());
        case "sport" -> sourcePorts = ports(arguments.take(), "invalid sport range\n");
        case "dport" -> destinationPorts = ports(arguments.take(), "invalid dport range\n");
        case "table", "lookup" -> table = RouteNames.table(arguments.take());
        case "suppress_prefixlength", "sup_pl" ->
            suppressed = arguments.number("suppress_prefixlength value is invalid\n", 0, 128);
        case "protocol" -> origin = RouteNames.protocol(arguments.take());
        case "goto" -> {
          action = Action.GOTO;
          target = arguments.unsigned("invalid target\n");
        }
        default -> action(word.equals("type") ? arguments.take() : word);
      }
    }
    return this;
  }

  private void action(String word) {
    action =
        switch (word) {
          case "unicast" -> Action.LOOKUP;
          case "nop" -> Action.NOP;
          case "blackhole" -> Action.BLACKHOLE;
          case "unreachable" -> Action.UNREACHABLE;
          case "prohibit" -> Action.PROHIBIT;
          default -> throw Arguments.wrong(word, "Failed to parse rule type");
        };
  }

  private static @Nullable Prefix prefix(Arguments arguments) {
    if (arguments.takeIf("all") || arguments.takeIf("any") || arguments.takeIf("default")) {
      return null;
    }
    return arguments.prefix();
  }

  private void mark(String word) {
    int slash = word.indexOf('/');
    String value = slash < 0 ? word : word.substring(0, slash);
    mark = (int) new Arguments(List.of(value)).unsigned("fwmark value is invalid\n");
    String bits = slash < 0 ? "0xffffffff" : word.substring(slash + 1);
    mask = (int) new Arguments(List.of(bits)).unsigned("fwmask value is invalid\n");
  }

  private static PortRange ports(String word, String complaint) {
    int dash = word.indexOf('-');
    int first = port(dash < 0 ? word : word.substring(0, dash), complaint);
    int last = dash < 0 ? first : port(word.substring(dash + 1), complaint);
    if (last < first) {
      throw Arguments.wrong(word, complaint);
    }
    return new PortRange(first, last);
  }

  private static int port(String word, String complaint) {
    return new Arguments(List.of(word)).number(complaint, 1, LARGEST_PORT);
  }

  int version() {
    if (asked != 0) {
      return asked;
    }
    boolean six = isSix(source) || isSix(destination);
    return six ? 6 : 4;
  }

  private static boolean isSix(@Nullable Prefix prefix) {
    return prefix != null && prefix.address().bits() == 128;
  }

  RoutingRule rule() {
    int where = table == 0 && action == Action.LOOKUP ? NewRoute.MAIN : table;
    return new RoutingRule(
        version(),
        priority,
        inverted,
        source,
        destination,
        tos,
        mark,
        mask,
        input,
        output,
        protocol,
        sourcePorts,
        destinationPorts,
        action,
        where,
        target,
        suppressed,
        origin,
        0);
  }

  /** Whether a listing for these words shows a rule. */
  boolean admits(RoutingRule rule) {
    return (priority == RoutingRule.UNSET || priority == rule.priority())
        && (!inverted || rule.inverted())
        && (source == null || source.equals(rule.source()))
        && (destination == null || destination.equals(rule.destination()))
        && (tos == 0 || tos == rule.tos())
        && (mask == 0 || mark == rule.mark())
        && (input == null || input.equals(rule.input()))
        && (output == null || output.equals(rule.output()))
        && (protocol == 0 || protocol == rule.protocol())
        && (sourcePorts == null || sourcePorts.equals(rule.sourcePorts()))
        && (destinationPorts == null || destinationPorts.equals(rule.destinationPorts()))
        && (table == 0 || table == rule.table())
        && (origin == 0 || origin == rule.origin());
  }
}
