package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Numbers;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.LimitUnit;
import org.jspecify.annotations.Nullable;

/** Quotas, the time of the last packet, and limits of connections. */
final class StatefulJson {
  /** What nft understands as the last packet that never came. */
  private static final long NEVER = -1;

  private StatefulJson() {}

  static JsonValue write(Statement.Quota quota, ListOptions options) {
    Members members = JsonValue.object();
    octets(members, "val", "val_unit", quota.bytes());
    if (quota.over()) {
      members.with("inv", new Truth(true));
    }
    if (!options.stateless() && quota.used() != 0) {
      octets(members, "used", "used_unit", quota.used());
    }
    return JsonValue.object("quota", members);
  }

  private static void octets(Members members, String name, String unit, long octets) {
    String[] words = Numbers.bytes(octets).split(" ", 2);
    members.with(name, Long.parseUnsignedLong(words[0])).with(unit, words[1]);
  }

  static JsonValue write(Statement.Last last, ListOptions options) {
    Long used = last.used();
    return JsonValue.object(
        "last",
        used == null || options.stateless()
            ? JsonValue.nothing()
            : JsonValue.object().with("used", used));
  }

  static JsonValue write(Statement.ConnectionLimit limit) {
    Members members = JsonValue.object().with("val", limit.count());
    if (limit.over()) {
      members.with("inv", new Truth(true));
    }
    return JsonValue.object("ct count", members);
  }

  static Statement quota(Members quota) {
    return new Statement.Quota(
        octets(JsonFields.whole(quota, "val"), JsonFields.optionalText(quota, "val_unit")),
        JsonFields.truth(quota, "inv"),
        octets(JsonFields.wholeOrZero(quota, "used"), JsonFields.optionalText(quota, "used_unit")),
        Span.NONE);
  }

  /** A word that is no unit is the smallest of octets. */
  private static long octets(long number, @Nullable String word) {
    LimitUnit unit =
        word == null ? null : JsonFields.find(LimitUnit.values(), LimitUnit::word, word);
    return unit == null ? number : number * unit.factor();
  }

  static Statement last(Members last) {
    Long used = JsonFields.optionalWhole(last, "used");
    return new Statement.Last(used == null || used == NEVER ? null : used, Span.NONE);
  }

  static Statement connections(Members limit) {
    return new Statement.ConnectionLimit(
        Integer.toUnsignedLong((int) JsonFields.whole(limit, "val")),
        JsonFields.truth(limit, "inv"),
        Span.NONE);
  }
}
