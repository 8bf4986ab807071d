package dev.dejima.nft.compile;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What words mean on the machine that a ruleset is for.
 *
 * @param interfaces numbers of the interfaces by their names
 * @param users numbers of users by their names
 * @param groups numbers of groups by their names
 * @param zone tells the time zone of hours and dates, which few rulesets ask for
 */
public record Environment(
    Map<String, Integer> interfaces,
    Map<String, Integer> users,
    Map<String, Integer> groups,
    Supplier<ZoneId> zone) {
  /** No interface but the loopback, no user but root, and UTC. */
  public static final Environment PLAIN =
      new Environment(Map.of("lo", 1), Map.of("root", 0), Map.of("root", 0), () -> ZoneOffset.UTC);

  /** Keeps copies. */
  public Environment {
    interfaces = Map.copyOf(interfaces);
    users = Map.copyOf(users);
    groups = Map.copyOf(groups);
  }
}
