package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A base chain's place among those of its hook, as written: {@code dstnat}, {@code filter + 5},
 * {@code -100}.
 *
 * @param name the name it counts from; absent for a plain number
 * @param offset what to add to the name's number; without a name, the number
 */
public record Priority(@Nullable String name, int offset, Span span) {
  /** Listings use a name for numbers at most this far from it. */
  private static final int REACH = 10;

  private static final List<Named> NAMES =
      List.of(
          new Named("raw", -300),
          new Named("mangle", -150),
          new Named("dstnat", -100),
          new Named("filter", 0),
          new Named("security", 50),
          new Named("srcnat", 100));
  private static final List<Named> BRIDGE_NAMES =
      List.of(
          new Named("dstnat", -300),
          new Named("filter", -200),
          new Named("out", 100),
          new Named("srcnat", 300));

  private record Named(String name, int number) {}

  /** A plain number. */
  public static Priority of(int number) {
    return new Priority(null, number, Span.NONE);
  }

  /** A number as listings show it: by a name that the hook has, where one is near. */
  public static Priority of(Family family, HookNumber hook, int number) {
    for (Named named : names(family)) {
      if (Math.abs((long) number - named.number) <= REACH) {
        return isKnown(named.name, family, hook)
            ? new Priority(named.name, number - named.number, Span.NONE)
            : of(number);
      }
    }
    return of(number);
  }

  /** The number; null if the hook has no such name. */
  public @Nullable Integer number(Family family, HookNumber hook) {
    if (name == null) {
      return offset;
    }
    for (Named named : names(family)) {
      if (named.name.equals(name) && isKnown(name, family, hook)) {
        return named.number + offset;
      }
    }
    return null;
  }

  /** The names that a hook has. */
  static List<String> names(Family family, HookNumber hook) {
    return names(family).stream()
        .map(Named::name)
        .filter(name -> isKnown(name, family, hook))
        .toList();
  }

  private static List<Named> names(Family family) {
    return family == Family.BRIDGE ? BRIDGE_NAMES : NAMES;
  }

  private static boolean isKnown(String name, Family family, HookNumber hook) {
    return switch (name) {
      case "filter" -> true;
      case "out" -> hook == HookNumber.OUTPUT;
      case "dstnat" ->
          hook == HookNumber.PREROUTING
              ? family == Family.BRIDGE || isInternet(family)
              : hook == HookNumber.OUTPUT && isInternet(family);
      case "srcnat" ->
          hook == HookNumber.POSTROUTING
              ? family == Family.BRIDGE || isInternet(family)
              : hook == HookNumber.INPUT && isInternet(family);
      default -> isInternet(family);
    };
  }

  private static boolean isInternet(Family family) {
    return family == Family.IP || family == Family.IP6 || family == Family.INET;
  }

  /** As written: {@code filter - 5}. */
  @Override
  public String toString() {
    if (name == null) {
      return Integer.toString(offset);
    }
    return offset == 0 ? name : name + (offset > 0 ? " + " : " - ") + Math.abs((long) offset);
  }
}
