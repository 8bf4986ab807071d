package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.DataType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What words mean on the machine that a ruleset is for. What few rulesets ask for is told only when
 * it is asked for.
 *
 * @param interfaces numbers of the interfaces by their names
 * @param users numbers of users by their names
 * @param groups numbers of groups by their names
 * @param zone the time zone of hours and dates
 * @param symbols words for marks, realms, groups of interfaces and labels, which a system defines
 * @param hosts the name of the host that has an address; empty if it has none
 */
public record Environment(
    Map<String, Integer> interfaces,
    Supplier<Map<String, Integer>> users,
    Supplier<Map<String, Integer>> groups,
    Supplier<ZoneId> zone,
    Supplier<Map<DataType, Map<String, Long>>> symbols,
    Function<String, Optional<String>> hosts) {
  /** No interface but the loopback, no user but root, and UTC. */
  public static final Environment PLAIN =
      new Environment(Map.of("lo", 1), Map.of("root", 0), Map.of("root", 0), ZoneOffset.UTC);

  /** Keeps a copy. */
  public Environment {
    interfaces = Map.copyOf(interfaces);
  }

  /** A machine that defines no words of its own. */
  public Environment(
      Map<String, Integer> interfaces,
      Map<String, Integer> users,
      Map<String, Integer> groups,
      ZoneId zone) {
    this(interfaces, () -> users, () -> groups, () -> zone, Map::of, _ -> Optional.empty());
  }

  /** The same machine with other interfaces. */
  public Environment withInterfaces(Map<String, Integer> others) {
    return new Environment(others, users, groups, zone, symbols, hosts);
  }

  /** The number of a word that this machine or the language defines. */
  OptionalLong value(DataType type, String word) {
    Long value = isDefined(type) ? words(type).get(word) : null;
    return value == null ? Symbols.value(type, word) : OptionalLong.of(value);
  }

  /** The word for a number that this machine or the language defines; absent if there is none. */
  public @Nullable String word(DataType type, long value) {
    if (isDefined(type)) {
      for (Map.Entry<String, Long> entry : words(type).entrySet()) {
        if (entry.getValue() == value) {
          return entry.getKey();
        }
      }
    }
    return Symbols.word(type, value);
  }

  private Map<String, Long> words(DataType type) {
    return symbols.get().getOrDefault(type, Map.of());
  }

  /** Whether systems define words of a type. */
  private static boolean isDefined(DataType type) {
    return switch (type) {
      case MARK, REALM, DEVGROUP, CT_LABEL -> true;
      default -> false;
    };
  }
}
