package dev.dejima.lab;

import java.util.List;
import java.util.Optional;

/**
 * A network namespace.
 *
 * @param name its name
 * @param interfaces its interfaces, in order
 * @param routes its routes, in order
 * @param rules its rules of policy routing, in order
 * @param neighbours the neighbours that it knows from the start
 * @param sysctl the variables that are set in it, in order
 * @param nftables its ruleset: texts that are loaded one after the other
 * @param run programs that run in it from the start
 */
public record Node(
    String name,
    List<Interface> interfaces,
    List<Route> routes,
    List<PolicyRule> rules,
    List<Neighbour> neighbours,
    List<Setting> sysctl,
    List<RulesetText> nftables,
    List<Command> run,
    Place place) {
  /** Keeps copies. */
  public Node {
    interfaces = List.copyOf(interfaces);
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
    neighbours = List.copyOf(neighbours);
    sysctl = List.copyOf(sysctl);
    nftables = List.copyOf(nftables);
    run = List.copyOf(run);
  }

  /** A node with nothing but interfaces. */
  public static Node of(String name, List<Interface> interfaces, Place place) {
    return new Node(
        name, interfaces, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), place);
  }

  /** The same with other interfaces. */
  public Node withInterfaces(List<Interface> others) {
    return new Node(name, others, routes, rules, neighbours, sysctl, nftables, run, place);
  }

  /** The interface of a name. */
  public Optional<Interface> find(String device) {
    return interfaces.stream().filter(i -> i.name().equals(device)).findFirst();
  }

  /** Whether it has a ruleset. */
  public boolean hasRuleset() {
    return !nftables.isEmpty();
  }
}
