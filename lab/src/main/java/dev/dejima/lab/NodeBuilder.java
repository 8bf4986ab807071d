package dev.dejima.lab;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a node. */
public final class NodeBuilder {
  private final String name;
  private final Map<String, List<Interface.Address>> interfaces = new LinkedHashMap<>();
  private final List<Route> routes = new ArrayList<>();
  private final List<Setting> sysctl = new ArrayList<>();
  private final List<RulesetText> nftables = new ArrayList<>();

  NodeBuilder(String name) {
    this.name = name;
  }

  /** Adds an interface with these addresses, as in {@code 192.0.2.1/24}. */
  public NodeBuilder device(String device, String... addresses) {
    List<Interface.Address> list = interfaces.computeIfAbsent(device, _ -> new ArrayList<>());
    for (String address : addresses) {
      list.add(Interface.Address.of(Prefix.parse(address), Place.NONE));
    }
    return this;
  }

  /** Adds a route to a network, or {@code default}, by a gateway. */
  public NodeBuilder route(String destination, String gateway) {
    IpAddress via = IpAddress.parse(gateway);
    String everywhere = via.bits() == 32 ? "0.0.0.0/0" : "::/0";
    Prefix to = Prefix.parse(destination.equals("default") ? everywhere : destination);
    routes.add(new Route(to, via, null, 0, RouteType.UNICAST, List.of(), Place.NONE));
    return this;
  }

  /** Adds a route. */
  public NodeBuilder route(Route route) {
    routes.add(route);
    return this;
  }

  /** Sets a variable, as in {@code net.ipv4.ip_forward}. */
  public NodeBuilder sysctl(String variable, String value) {
    sysctl.add(Setting.of(variable, value, Place.NONE));
    return this;
  }

  /** Gives it a ruleset, in the language of nft. */
  public NodeBuilder nftables(String ruleset) {
    nftables.add(new RulesetText(name, ruleset, name, Place.NONE));
    return this;
  }

  Node build() {
    List<Interface> list = new ArrayList<>();
    interfaces.forEach(
        (device, addresses) -> list.add(Interface.cable(device, addresses, Place.NONE)));
    return new Node(
        name, list, routes, List.of(), List.of(), sysctl, nftables, List.of(), Place.NONE);
  }
}
