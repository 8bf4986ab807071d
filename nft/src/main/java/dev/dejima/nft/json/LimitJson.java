package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.LimitPer;
import dev.dejima.nft.syntax.Statement.LimitUnit;

/** Limits of a rate. */
final class LimitJson {
  private LimitJson() {}

  static JsonValue write(Statement.Limit limit) {
    boolean packets = limit.unit() == LimitUnit.PACKETS;
    Members members = JsonValue.object().with("rate", limit.rate());
    members.with("burst", burst(limit, packets)).with("per", limit.per().word());
    if (limit.over()) {
      members.with("inv", new Truth(true));
    }
    if (!packets) {
      members.with("rate_unit", limit.unit().word());
      members.with("burst_unit", limit.burstUnit() == null ? "bytes" : limit.burstUnit().word());
    }
    return JsonValue.object("limit", members);
  }

  /** The kernel is given a burst, whether one was written or not. */
  private static long burst(Statement.Limit limit, boolean packets) {
    if (limit.burst() != null) {
      return limit.burst();
    }
    return packets ? 5 : 0;
  }

  static Statement.Limit read(Members limit) {
    LimitUnit unit = unit(limit, "rate_unit", LimitUnit.PACKETS);
    boolean packets = unit == LimitUnit.PACKETS;
    LimitUnit burstUnit = packets ? unit : unit(limit, "burst_unit", LimitUnit.BYTES);
    long burst = JsonFields.wholeOrZero(limit, "burst");
    boolean said = burst != 0;
    return new Statement.Limit(
        JsonFields.whole(limit, "rate"),
        unit,
        per(limit),
        JsonFields.truth(limit, "inv"),
        said ? Long.valueOf(burst) : null,
        said ? burstUnit : null,
        Span.INTERNAL);
  }

  /** A word that is no unit of time is a second. */
  private static LimitPer per(Members limit) {
    LimitPer per =
        JsonFields.find(LimitPer.values(), LimitPer::word, JsonFields.text(limit, "per"));
    return per == null ? LimitPer.SECOND : per;
  }

  /** A word that is no unit is the smallest of octets. */
  private static LimitUnit unit(Members limit, String name, LimitUnit absent) {
    String word = JsonFields.optionalText(limit, name);
    if (word == null) {
      return absent;
    }
    LimitUnit unit = JsonFields.find(LimitUnit.values(), LimitUnit::word, word);
    return unit == null ? LimitUnit.BYTES : unit;
  }
}
