package dev.dejima.tools.ip;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelRoutingRule;
import dev.dejima.kernel.rtnetlink.GetRoutingRules;
import dev.dejima.kernel.rtnetlink.NewRoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule.Action;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.List;
import java.util.Set;

/** {@code ip rule}: the rules of policy routing (ip-rule(8)). */
final class RuleObject {
  private static final List<String> COMMANDS =
      List.of("list", "lst", "show", "add", "delete", "flush");

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
        for (RoutingRule rule :
            rules(new RuleWords(Action.UNSPEC, options.version()).read(arguments))) {
          if (rule.priority() != 0) {
            call.namespace().route().request(new DelRoutingRule(rule));
          }
        }
      }
      default -> show(arguments);
    }
    return 0;
  }

  private RuleWords words(String command, Arguments arguments, Action action) {
    if (arguments.isEmpty()) {
      throw new UsageException(1, "\"ip rule " + command + "\" requires arguments.");
    }
    return new RuleWords(action, options.version()).read(arguments);
  }

  private int show(Arguments arguments) throws NetlinkException {
    for (RoutingRule rule :
        rules(new RuleWords(Action.UNSPEC, options.version()).read(arguments))) {
      call.print(RulePrinter.print(rule));
    }
    return 0;
  }

  private List<RoutingRule> rules(RuleWords filter) throws NetlinkException {
    return call.namespace().route().dump(new GetRoutingRules(filter.version())).stream()
        .filter(NewRoutingRule.class::isInstance)
        .map(message -> ((NewRoutingRule) message).rule())
        .filter(filter::admits)
        .toList();
  }
}
