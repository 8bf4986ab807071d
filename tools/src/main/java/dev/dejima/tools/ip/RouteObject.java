package dev.dejima.tools.ip;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import dev.dejima.tools.Invocation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ip route}. */
final class RouteObject {
  private static final List<String> COMMANDS =
      List.of(
          "list", "show", "lst", "add", "append", "prepend", "change", "replace", "delete", "get",
          "flush");
  private static final List<String> SETTINGS =
      List.of("via", "dev", "src", "metric", "table", "proto", "scope", "onlink");

  private final Invocation call;
  private final IpTool.Options options;

  RouteObject(Invocation call, IpTool.Options options) {
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
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"ip route help\".");
    switch (command) {
      case "add" -> modify(arguments, Set.of(NewFlag.CREATE, NewFlag.EXCL));
      case "append" -> modify(arguments, Set.of(NewFlag.CREATE, NewFlag.APPEND));
      case "prepend" -> modify(arguments, Set.of(NewFlag.CREATE));
      case "change" -> modify(arguments, Set.of(NewFlag.REPLACE));
      case "replace" -> modify(arguments, Set.of(NewFlag.CREATE, NewFlag.REPLACE));
      case "delete" -> delete(arguments);
      case "flush" -> flush(arguments);
      case "get" -> new RouteQuery(call, options).run(arguments);
      default -> show(arguments);
    }
    return 0;
  }

  private void modify(Arguments arguments, Set<NewFlag> mode) throws NetlinkException {
    Words words = new Words();
    words.read(arguments);
    call.namespace().route().request(words.route(mode));
  }

  private void delete(Arguments arguments) throws NetlinkException {
    Words words = new Words();
    words.read(arguments);
    call.namespace().route().request(words.delete());
  }

  /** The words that describe one route. */
  private final class Words {
    private final Links links = Links.of(call);
    private @Nullable Prefix destination;
    private boolean isDefault;
    private RouteType type = RouteType.UNSPEC;
    private @Nullable IpAddress gateway;
    private int device;
    private @Nullable IpAddress source;
    private int metric;
    private int table = NewRoute.MAIN;
    private int protocol;
    private int scope = -1;
    private int flags;

    Words() throws NetlinkException {}

    void read(Arguments arguments) {
      while (!arguments.isEmpty()) {
        String word = arguments.take();
        switch (word) {
          case "via" -> gateway = gateway(arguments);
          case "dev", "oif" -> device = links.get(arguments.take()).index();
          case "src" -> source = arguments.address();
          case "metric", "priority", "preference" ->
              metric = arguments.number("\"metric\" value is invalid\n", 0, Integer.MAX_VALUE);
          case "table" -> table = RouteNames.table(arguments.take());
          case "proto", "protocol" -> protocol = RouteNames.protocol(arguments.take());
          case "scope" -> scope = Scope.parse(arguments.take());
          case "onlink" -> flags |= NewRoute.ONLINK;
          case "to" -> destination(arguments.take());
          default -> typeOrDestination(word);
        }
      }
    }

    /** An address of the version that {@code inet}, the destination or the options ask for. */
    private IpAddress gateway(Arguments arguments) {
      int version = options.version();
      if (destination != null && !isDefault) {
        version = destination.address().bits() == 128 ? 6 : 4;
      }
      if (arguments.takeIf("inet6")) {
        version = 6;
      } else if (arguments.takeIf("inet")) {
        version = 4;
      }
      return switch (version) {
        case 4 -> arguments.ipv4Address();
        case 6 -> arguments.ipv6Address();
        default -> arguments.address();
      };
    }

    private void typeOrDestination(String word) {
      for (RouteType candidate : RouteType.values()) {
        if (candidate != RouteType.UNSPEC
            && candidate.name().toLowerCase(Locale.ROOT).equals(word)) {
          type = candidate;
          return;
        }
      }
      if (destination != null) {
        throw Arguments.garbage("to", word, SETTINGS);
      }
      destination(word);
    }

    private void destination(String word) {
      isDefault = word.equals("default");
      destination = new Arguments(List.of(word)).prefix();
    }

    private Prefix where() {
      if (destination == null) {
        throw Arguments.missing(Arguments.USAGE, "to");
      }
      boolean v6 = gateway instanceof Ipv6Address || options.version() == 6;
      return isDefault && v6 ? new Prefix(Ipv6Address.ANY, 0) : destination;
    }

    NewRoute route(Set<NewFlag> mode) {
      Prefix where = where();
      RouteType real = type == RouteType.UNSPEC ? RouteType.UNICAST : type;
      return new NewRoute(
          where,
          gateway,
          device,
          source,
          metric,
          table,
          protocol == 0 ? RouteNames.BOOT : protocol,
          scope < 0 ? defaultScope(real) : scope,
          real,
          flags,
          mode);
    }

    private int defaultScope(RouteType real) {
      return switch (real) {
        case LOCAL -> Scope.HOST;
        case BROADCAST, MULTICAST, ANYCAST -> Scope.LINK;
        case UNICAST, UNSPEC ->
            gateway == null && where().address().bits() == 32 ? Scope.LINK : Scope.UNIVERSE;
        case BLACKHOLE, UNREACHABLE, PROHIBIT -> Scope.UNIVERSE;
      };
    }

    DelRoute delete() {
      return new DelRoute(
          where(), gateway, device, source, metric, table, protocol, scope < 0 ? 255 : scope, type);
    }
  }

  private void flush(Arguments arguments) throws NetlinkException {
    RouteFilter filter = RouteFilter.parse(arguments, Links.of(call), options);
    for (NewRoute route : routes(filter)) {
      call.namespace()
          .route()
          .request(
              new DelRoute(
                  route.destination(),
                  route.gateway(),
                  route.device(),
                  route.preferredSource(),
                  route.metric(),
                  route.table(),
                  route.protocol(),
                  route.scope(),
                  route.type()));
    }
  }

  private List<NewRoute> routes(RouteFilter filter) throws NetlinkException {
    return call.namespace().route().dump(new GetRoutes(filter.version(), filter.table())).stream()
        .filter(NewRoute.class::isInstance)
        .map(NewRoute.class::cast)
        .filter(filter::matches)
        .toList();
  }

  private int show(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    RouteFilter filter = RouteFilter.parse(arguments, links, options);
    for (NewRoute route : routes(filter)) {
      call.print(RoutePrinter.print(route, links, filter));
    }
    return 0;
  }
}
