package dev.dejima.lab.trace;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.FlowEvent;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RouteEvent;
import dev.dejima.kernel.path.RouteEvent.Chosen;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.lab.run.Flow;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.IpAddress;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what happened, one line for each event. */
final class Narrator {
  private static final int DEFAULT_TABLE = 253;

  private Narrator() {}

  /** What an event is called, in a word: the left column of a listing. */
  static String label(PathEvent event) {
    return switch (event) {
      case DeviceEvent.Made _ -> "made";
      case DeviceEvent.Arrived _ -> "in";
      case DeviceEvent.Sent _ -> "out";
      case DeviceEvent.Bridged _ -> "bridge";
      case RulesetEvent.HookEntered _ -> "hook";
      case RulesetEvent.ChainEntered _ -> "chain";
      case RulesetEvent.RuleMet met -> met.matched() ? "rule" : "no";
      case RulesetEvent.Returned _ -> "return";
      case RulesetEvent.PolicyApplied _ -> "policy";
      case RulesetEvent.Queued _ -> "queue";
      case RulesetEvent.Resumed _ -> "resume";
      case FlowEvent.Tracked _ -> "ct";
      case FlowEvent.Confirmed _ -> "ct";
      case FlowEvent.TranslationChosen chosen -> chosen.source() ? "snat" : "dnat";
      case FlowEvent.Translated translated -> translated.source() ? "snat" : "dnat";
      case RouteEvent.Routed _ -> "route";
      case RouteEvent.Neighbour _ -> "neigh";
      case FragmentEvent.TooBig _ -> "mtu";
      case FragmentEvent.Held _ -> "frag";
      case FragmentEvent.Reassembled _ -> "frag";
      case EndEvent.Delivered _ -> "socket";
      case EndEvent.Unclaimed _ -> "socket";
      case EndEvent.Dropped _ -> "drop";
      case EndEvent.Consumed _ -> "end";
    };
  }

  /** What kind of event it is, as JSON has it: {@code rule_met}. */
  static String kind(PathEvent event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  /** What happened, in a line. */
  static String text(Step step) {
    return switch (step.event()) {
      case DeviceEvent.Made made -> origin(made) + PacketLine.of(made.packet());
      case DeviceEvent.Arrived arrived -> arrived.device();
      case DeviceEvent.Sent sent -> sent.device();
      case DeviceEvent.Bridged bridged -> bridged(bridged);
      case RulesetEvent.HookEntered hook -> hook(hook);
      case RulesetEvent.ChainEntered chain ->
          chain(chain.chain()) + ", type " + chain.type() + " priority " + chain.priority();
      case RulesetEvent.RuleMet met -> rule(step, met);
      case RulesetEvent.Returned returned -> "to " + chain(returned.to());
      case RulesetEvent.PolicyApplied policy ->
          word(policy.policy()) + ", the policy of " + chain(policy.chain());
      case RulesetEvent.Queued queued -> "waits for a program, in queue " + queued.number();
      case RulesetEvent.Resumed resumed -> "goes on at " + resumed.hook().word();
      case FlowEvent.Tracked tracked -> tracked(tracked);
      case FlowEvent.Confirmed confirmed -> "tracked: " + both(confirmed.flow());
      case FlowEvent.TranslationChosen chosen -> chosen(chosen);
      case FlowEvent.Translated translated -> translated(translated);
      case RouteEvent.Routed routed -> route(routed);
      case RouteEvent.Neighbour neighbour -> neighbour(neighbour);
      case FragmentEvent.TooBig big ->
          big.length()
              + " octets, "
              + big.device()
              + " takes "
              + big.mtu()
              + (big.mayCut() ? ": cut into fragments" : ": it may not be cut");
      case FragmentEvent.Held _ -> "a fragment, waits for the others";
      case FragmentEvent.Reassembled whole ->
          whole.parts().size() + " fragments are a packet of " + whole.length() + " octets";
      case EndEvent.Delivered delivered -> delivered(delivered);
      case EndEvent.Unclaimed unclaimed -> unclaimed(unclaimed);
      case EndEvent.Dropped dropped -> dropped.reason().text() + " (" + dropped.reason() + ")";
      case EndEvent.Consumed consumed -> "taken over by a " + consumed.by();
    };
  }

  private static String origin(DeviceEvent.Made made) {
    return switch (made.origin()) {
      case SOCKET, FRAME, KERNEL -> "";
      case ICMP_ERROR, ECHO_REPLY, RESET -> "answers ";
      case COPY -> "a copy: ";
      case FRAGMENT -> "a fragment: ";
    };
  }

  private static String bridged(DeviceEvent.Bridged bridged) {
    if (bridged.out() != null) {
      return bridged.bridge() + ": by port " + bridged.out();
    }
    return bridged.bridge()
        + (bridged.known() ? ": for the bridge's own host" : ": to all ports, the address is new");
  }

  private static String hook(RulesetEvent.HookEntered hook) {
    ConntrackTuple tuple = hook.tuple();
    return hook.family().word()
        + " "
        + hook.hook().word()
        + (tuple == null ? "" : "  " + tuple(tuple));
  }

  static String chain(ChainName chain) {
    return chain.family().word() + " " + chain.table() + " " + chain.chain();
  }

  static String word(Verdict.Code code) {
    return code.name().toLowerCase(Locale.ROOT);
  }

  private static String rule(Step step, RulesetEvent.RuleMet met) {
    String text = step.rule() == null ? "rule " + met.handle() : step.rule().text();
    return step.failed() == null ? text : text + "  ✗ " + step.failed();
  }

  private static String tracked(FlowEvent.Tracked tracked) {
    String state = tracked.state().name().toLowerCase(Locale.ROOT);
    return tracked.flow() == null
        ? state
        : state + (tracked.reply() ? ", reply of " : ", ") + tuple(tracked.flow().original());
  }

  private static String both(FlowEvent.FlowState flow) {
    return tuple(flow.original()) + ", answers " + tuple(flow.reply());
  }

  private static String chosen(FlowEvent.TranslationChosen chosen) {
    if (chosen.before().equals(chosen.after())) {
      return "the " + (chosen.source() ? "source" : "destination") + " stays";
    }
    return change(chosen.source(), chosen.before(), chosen.after());
  }

  private static String translated(FlowEvent.Translated translated) {
    return change(translated.source(), translated.before(), translated.after());
  }

  /** Only the end that changes. */
  static String change(boolean source, ConntrackTuple before, ConntrackTuple after) {
    return end(source, before) + " → " + end(source, after);
  }

  private static String end(boolean source, ConntrackTuple tuple) {
    Flow flow = Flow.of(tuple);
    return source ? flow.sourceText() : flow.destinationText();
  }

  static String tuple(ConntrackTuple tuple) {
    return protocol(tuple.protocol()) + Flow.of(tuple);
  }

  private static String protocol(int number) {
    return switch (number) {
      case Flow.TCP -> "tcp ";
      case Flow.UDP -> "udp ";
      case Flow.ICMP -> "icmp ";
      case Flow.ICMPV6 -> "icmpv6 ";
      default -> "protocol " + number + " ";
    };
  }

  private static String neighbour(RouteEvent.Neighbour neighbour) {
    String who = neighbour.address() + " on " + neighbour.device();
    return switch (neighbour.state()) {
      case KNOWN -> who + " is " + neighbour.linkAddress();
      case ASKED -> who + " is being asked for";
      case ANSWERED -> who + " answered: " + neighbour.linkAddress();
      case FAILED -> who + " does not answer";
    };
  }

  private static String delivered(EndEvent.Delivered delivered) {
    return switch (delivered.taker()) {
      case LISTENER -> delivered.local() + " listens";
      case CONNECTION -> delivered.local() + " is connected";
      case KERNEL -> "the kernel takes it";
    };
  }

  static String unclaimed(EndEvent.Unclaimed unclaimed) {
    ConntrackTuple tuple = unclaimed.tuple();
    String port = protocol(tuple.protocol()) + "port " + tuple.destinationPort();
    String elsewhere =
        unclaimed.elsewhere().stream()
            .map(Object::toString)
            .distinct()
            .collect(Collectors.joining(", "));
    return "nobody listens on "
        + port
        + (elsewhere.isEmpty() ? "" : " at " + tuple.destination() + ", only at " + elsewhere);
  }

  // ---- routes

  /** A route as {@code ip route} writes it. */
  static String route(Chosen chosen) {
    IpAddress gateway = chosen.gateway();
    String type =
        switch (chosen.type()) {
          case LOCAL, BLACKHOLE, UNREACHABLE, PROHIBIT, BROADCAST ->
              chosen.type().name().toLowerCase(Locale.ROOT) + " ";
          default -> "";
        };
    return type
        + (chosen.destination().length() == 0 ? "default" : destination(chosen))
        + (gateway == null ? "" : " via " + gateway)
        + (chosen.device() == null ? "" : " dev " + chosen.device())
        + table(chosen);
  }

  private static String destination(Chosen chosen) {
    boolean host = chosen.destination().length() == chosen.destination().address().bits();
    return host ? chosen.destination().address().toString() : chosen.destination().toString();
  }

  private static String table(Chosen chosen) {
    return switch (chosen.table()) {
      case 0, NewRoute.MAIN, NewRoute.LOCAL, DEFAULT_TABLE -> "";
      default ->
          " table "
              + chosen.table()
              + (chosen.rule() < 0 ? "" : " (ip rule " + chosen.rule() + ")");
    };
  }

  static String route(Routed routed) {
    Chosen chosen = routed.chosen();
    return routed.outcome().goesOn() && chosen != null ? route(chosen) : routed(routed);
  }

  /** Why a packet has no way, or that it has one, as a sentence about its node. */
  static String routed(Routed routed) {
    @Nullable Chosen chosen = routed.chosen();
    String by = chosen == null ? "" : ": " + route(chosen);
    String node = routed.moment().namespace();
    return switch (routed.outcome()) {
      case LOCAL -> "for this host";
      case FORWARD, OUTPUT -> "has a way" + by;
      case BROADCAST -> "for all on the link";
      case MULTICAST -> "for a group of this host";
      case NO_ROUTE -> node + " has no route to " + routed.destination();
      case FORWARDING_OFF ->
          "%s does not forward what comes in by %s: %s is 0"
              .formatted(node, routed.in(), forwarding(routed));
      case REVERSE_PATH -> reverse(routed);
      case OWN_SOURCE -> "the source " + routed.source() + " is an address of " + node;
      case MARTIAN_SOURCE ->
          node + " takes nothing from the source " + routed.source() + " on " + routed.in();
      case MARTIAN_DESTINATION ->
          node + " takes nothing for " + routed.destination() + " on " + routed.in();
      case NOT_JOINED -> node + " has not joined " + routed.destination();
      case BLACKHOLE, UNREACHABLE, PROHIBIT -> "a route of " + node + " says no" + by;
    };
  }

  private static String forwarding(Routed routed) {
    boolean v4 = routed.destination().bits() == 32;
    return v4
        ? "net.ipv4.ip_forward, or net.ipv4.conf." + routed.in() + ".forwarding,"
        : "net.ipv6.conf.all.forwarding";
  }

  private static String reverse(Routed routed) {
    Chosen back = routed.reverse();
    String way = back == null ? "there is none" : "it is " + route(back);
    return "%s asks for the way back to %s by %s, but %s (rp_filter)"
        .formatted(routed.moment().namespace(), routed.source(), routed.in(), way);
  }
}
