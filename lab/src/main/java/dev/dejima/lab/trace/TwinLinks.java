package dev.dejima.lab.trace;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.DelRoutingRule;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.GetNeighbours;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.GetRoutingRules;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.NewRoutingRule;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.nft.expr.NewFlag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Brings links, addresses, routes, rules of policy routing and neighbours of a node over. */
final class TwinLinks {
  private static final int[] VERSIONS = {4, 6};
  private static final int KERNEL = 2;
  private static final int LOOPBACK = 1;
  private static final int FAILED = 32;
  private static final int INCOMPLETE = 1;
  private static final Set<NewFlag> CREATE = Set.of(NewFlag.CREATE, NewFlag.EXCL);

  private final String node;
  private final Namespace from;
  private final Namespace to;
  private final List<String> lacks;

  /** The numbers that links have there, by those that they have here. */
  private final Map<Integer, Integer> numbers = new HashMap<>(Map.of(0, 0));

  TwinLinks(String node, Namespace from, Namespace to, List<String> lacks) {
    this.node = node;
    this.from = from;
    this.to = to;
    this.lacks = lacks;
  }

  void bringOver() throws KernelException {
    links();
    for (int version : VERSIONS) {
      addresses(version);
      routes(version);
      rules(version);
      neighbours(version);
    }
  }

  private static <M> List<M> dump(Namespace namespace, RouteMessage get, Class<M> kind)
      throws KernelException {
    return namespace.route().dump(get).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void attempt(RouteMessage request) {
    try {
      to.route().request(request);
    } catch (KernelException e) {
      lacks.add(node + ": " + request + ": " + e.getMessage());
    }
  }

  // ---- links

  private void links() throws KernelException {
    Map<String, NewLink> there = new HashMap<>();
    for (NewLink link : dump(to, new GetLinks(), NewLink.class)) {
      there.put(Objects.toString(link.name()), link);
    }
    for (NewLink link : dump(from, new GetLinks(), NewLink.class)) {
      NewLink twin = there.get(Objects.toString(link.name()));
      if (twin == null) {
        lacks.add(node + ": link " + link.name() + ", which the lab does not name");
        continue;
      }
      numbers.put(link.index(), twin.index());
      if (twin.index() != LOOPBACK) {
        link(link, twin);
      }
    }
  }

  private void link(NewLink link, NewLink twin) {
    boolean other = link.address() != null && !link.address().equals(twin.address());
    if (other || !Objects.equals(link.mtu(), twin.mtu())) {
      attempt(
          new NewLink.Builder()
              .index(twin.index())
              .address(other ? link.address() : null)
              .mtu(link.mtu())
              .build());
    }
    boolean up = (link.flags() & NewLink.UP) != 0;
    if (up != ((twin.flags() & NewLink.UP) != 0)) {
      attempt(NewLink.setUp(twin.index(), up));
    }
  }

  // ---- what is on them

  /** What is there and not here goes, what is here and not there comes. */
  private <M extends RouteMessage> void reconcile(
      List<M> wanted, List<M> present, Function<M, Object> key, Function<M, RouteMessage> delete) {
    List<Object> keys = wanted.stream().map(key).toList();
    List<Object> presentKeys = present.stream().map(key).toList();
    present.stream()
        .filter(message -> !keys.contains(key.apply(message)))
        .forEach(message -> attempt(delete.apply(message)));
    wanted.stream()
        .filter(message -> !presentKeys.contains(key.apply(message)))
        .forEach(this::attempt);
  }

  private void addresses(int version) throws KernelException {
    List<NewAddress> wanted = new ArrayList<>();
    for (NewAddress address : dump(from, new GetAddresses(version), NewAddress.class)) {
      Integer index = numbers.get(address.index());
      if (index != null) {
        wanted.add(
            new NewAddress(
                index,
                address.address(),
                address.peer(),
                address.broadcast(),
                address.label(),
                address.scope(),
                version == 6 ? NewAddress.NODAD : 0,
                address.validLifetime(),
                address.preferredLifetime(),
                CREATE));
      }
    }
    reconcile(
        wanted,
        dump(to, new GetAddresses(version), NewAddress.class),
        address -> List.of(address.index(), address.address()),
        address -> new DelAddress(address.index(), address.address()));
  }

  /** Those that the kernel itself makes come with the addresses. */
  private void routes(int version) throws KernelException {
    List<NewRoute> wanted = new ArrayList<>();
    for (NewRoute route : own(from, version)) {
      Integer device = numbers.get(route.device());
      if (device != null) {
        wanted.add(
            new NewRoute(
                route.destination(),
                route.gateway(),
                device,
                route.preferredSource(),
                route.metric(),
                route.table(),
                route.protocol(),
                route.scope(),
                route.type(),
                route.flags() & NewRoute.ONLINK,
                CREATE));
      }
    }
    reconcile(
        wanted,
        own(to, version),
        route ->
            Arrays.asList(
                route.destination(),
                route.gateway(),
                route.device(),
                route.metric(),
                route.table(),
                route.type()),
        TwinLinks::delete);
  }

  private static List<NewRoute> own(Namespace namespace, int version) throws KernelException {
    return dump(namespace, new GetRoutes(version, 0), NewRoute.class).stream()
        .filter(route -> route.table() != NewRoute.LOCAL && route.protocol() != KERNEL)
        .toList();
  }

  private static DelRoute delete(NewRoute route) {
    return new DelRoute(
        route.destination(),
        route.gateway(),
        route.device(),
        route.preferredSource(),
        route.metric(),
        route.table(),
        route.protocol(),
        route.scope(),
        route.type());
  }

  private void rules(int version) throws KernelException {
    List<RoutingRule> wanted = rules(from, version);
    List<RoutingRule> present = rules(to, version);
    present.stream()
        .filter(rule -> !wanted.contains(rule))
        .forEach(rule -> attempt(new DelRoutingRule(rule)));
    wanted.stream()
        .filter(rule -> !present.contains(rule))
        .forEach(rule -> attempt(new NewRoutingRule(rule, CREATE)));
  }

  private static List<RoutingRule> rules(Namespace namespace, int version) throws KernelException {
    return dump(namespace, new GetRoutingRules(version), NewRoutingRule.class).stream()
        .map(NewRoutingRule::rule)
        .toList();
  }

  /** Whose link address is not known is not a neighbour yet. */
  private void neighbours(int version) throws KernelException {
    for (NewNeighbour neighbour : dump(from, new GetNeighbours(version), NewNeighbour.class)) {
      Integer index = numbers.get(neighbour.index());
      boolean known = (neighbour.state() & (FAILED | INCOMPLETE)) == 0;
      if (index != null && index != LOOPBACK && known && neighbour.linkAddress() != null) {
        attempt(
            new NewNeighbour(
                index,
                neighbour.address(),
                neighbour.linkAddress(),
                neighbour.state(),
                neighbour.flags(),
                Set.of(NewFlag.CREATE, NewFlag.REPLACE)));
      }
    }
  }
}
