package dev.dejima.tools.ip;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.FoundRoute;
import dev.dejima.kernel.rtnetlink.GetRoute;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.ProtocolNames;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ip route get}: which way a packet would take. */
final class RouteQuery {
  private static final List<String> SETTINGS =
      List.of("from", "iif", "oif", "dev", "mark", "tos", "ipproto", "sport", "dport", "fibmatch");

  private final Invocation call;
  private final IpTool.Options options;
  private @Nullable IpAddress destination;
  private @Nullable IpAddress source;
  private int input;
  private int output;
  private int mark;
  private int tos;
  private int protocol;
  private int sourcePort;
  private int destinationPort;
  private boolean whole;

  RouteQuery(Invocation call, IpTool.Options options) {
    this.call = call;
    this.options = options;
  }

  void run(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    read(arguments, links);
    if (destination == null) {
      throw new UsageException(1, "need at least a destination address");
    }
    GetRoute get =
        new GetRoute(
            destination,
            source,
            input,
            output,
            mark,
            tos,
            protocol,
            sourcePort,
            destinationPort,
            whole);
    for (RouteMessage answer : call.namespace().route().dump(get)) {
      switch (answer) {
        case FoundRoute found -> call.print(RoutePrinter.print(found, links, options.lineBreak()));
        case NewRoute route ->
            call.print(
                RoutePrinter.print(route, links, new RouteFilter(0, NewRoute.MAIN, null, null)));
        default -> throw new IllegalStateException(answer + " to " + get);
      }
    }
  }

  private void read(Arguments arguments, Links links) {
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "from" -> source = host(arguments.take());
        case "iif" -> input = links.get(arguments.take()).index();
        case "oif", "dev" -> output = links.get(arguments.take()).index();
        case "mark" -> mark = (int) arguments.unsigned("invalid mark value");
        case "tos", "dsfield" -> tos = arguments.number("TOS value is invalid\n", 0, 255);
        case "ipproto" -> protocol = protocol(arguments.take());
        case "sport" -> sourcePort = arguments.number("invalid sport\n", 1, 65535);
        case "dport" -> destinationPort = arguments.number("invalid dport\n", 1, 65535);
        case "fibmatch" -> whole = true;
        case "to" -> destination = host(arguments.take());
        default -> {
          if (destination != null) {
            throw Arguments.garbage("to", word, SETTINGS);
          }
          destination = host(word);
        }
      }
    }
  }

  /** A length is taken, and left alone with a warning, as iproute2 does. */
  private IpAddress host(String word) {
    int slash = word.indexOf('/');
    String text = slash < 0 ? word : word.substring(0, slash);
    IpAddress address = new Arguments(new ArrayList<>(List.of(text))).address();
    if (slash >= 0 && !word.substring(slash + 1).equals(Integer.toString(address.bits()))) {
      call.complain(
          "Warning: /%s as prefix is invalid, only /%d (or none) is supported."
              .formatted(word.substring(slash + 1), address.bits()));
    }
    return address;
  }

  static int protocol(String word) {
    int number = ProtocolNames.table().number(word).orElse(-1);
    if (number < 0) {
      number = new Arguments(List.of(word)).number("Invalid \"ipproto\" value\n", 0, 255);
    }
    return number;
  }
}
