package dev.dejima.lab;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace.
 *
 * @param name its name
 * @param interfaces its interfaces, in order
 * @param routes its routes, in order
 * @param sysctl the variables that are set in it, in order
 * @param nftables its ruleset; absent for none
 */
public record Node(
    String name,
    List<Interface> interfaces,
    List<Route> routes,
    List<Setting> sysctl,
    @Nullable RulesetText nftables,
    Place place) {
  /** Keeps copies. */
  public Node {
    interfaces = List.copyOf(interfaces);
    routes = List.copyOf(routes);
    sysctl = List.copyOf(sysctl);
  }

  /** The interface of a name. */
  public Optional<Interface> find(String device) {
    return interfaces.stream().filter(i -> i.name().equals(device)).findFirst();
  }
}
