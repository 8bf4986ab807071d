package dev.dejima.tools.ip;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelRoutingRule;
import dev.dejima.kernel.rtnetlink.GetRoutingRules;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.NewRoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule.Action;
import dev.dejima.kernel.rtnetlink.RoutingRule.PortRange;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Prefix;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ip rule}: the rules of policy routing (ip-rule(8)). */
final class RuleObject {
  private static final List<String> COMMANDS =
      List.of("list", "lst", "show", "add", "delete", "flush");
  private static final int LARGEST_PORT = 65535;

  private final Invocation call;
  private final IpTool.Options options;

  RuleObject(Invocation call, IpTool.Options options) {
    this.call = call;
    this.options = options;
  }

  int run(Arguments arguments) throws NetlinkException {
    if (arguments.isEmpty()) {
      return show(arguments);
    }
    String word = arguments.take();
    String command =
        Arguments.match(
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"ip rule help\".");
    switch (command) {
      case "add" -> {
        RoutingRule rule = words(command, arguments, Action.LOOKUP).rule();
        Set<NewFlag> mode = Set.of(NewFlag.CREATE, NewFlag.EXCL);
        call.namespace().route().request(new NewRoutingRule(rule, mode));
      }
      case "delete" -> {
        RoutingRule rule = words("del", arguments, Action.UNSPEC).rule();
        call.namespace().route().request(new DelRoutingRule(rule));
      }
      case "flush" -> {
        for (RoutingRule rule : rules(new Words(Action.UNSPEC).read(arguments))) {
          if (rule.priority() != 0) {
            call.namespace().route().request(new DelRoutingRule(rule));
          }
        }
      }
      default -> show(arguments);
    }
    return 0;
  }

  private Words words(String command, Arguments arguments, Action action) {
    if (arguments.isEmpty()) {
      throw new UsageException(1, "\"ip rule " + command + "\" requires arguments.");
    }
    return new Words(action).read(arguments);
  }

  private int show(Arguments arguments) throws NetlinkException {
    for (RoutingRule rule : rules(new Words(Action.UNSPEC).read(arguments))) {
      call.print(RulePrinter.print(rule));
    }
    return 0;
  }

  private List<RoutingRule> rules(Words filter) throws NetlinkException {
    return call.namespace().route().dump(new GetRoutingRules(filter.version())).stream()
        .filter(NewRoutingRule.class::isInstance)
        .map(message -> ((NewRoutingRule) message).rule())
        .filter(filter::admits)
        .toList();
  }

  /** The words that describe one rule. */
  private final class Words {
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

    Words(Action action) {
      this.action = action;
    }

    Words read(Arguments arguments) {
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
      if (options.version() != 0) {
        return options.version();
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
}
