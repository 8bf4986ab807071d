package dev.dejima.nft.json;

import static dev.dejima.nft.json.JsonFields.choice;
import static dev.dejima.nft.json.JsonFields.optionalText;
import static dev.dejima.nft.json.JsonFields.text;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Whole;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.ObjectSpec;
import dev.dejima.nft.syntax.ObjectSpec.GeneveOption;
import dev.dejima.nft.syntax.ObjectSpec.TunnelOptions;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.LimitUnit;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Stateful objects out of what libnftables-json(5) says. */
final class ObjectReader {
  private final ExpressionReader expressions;

  ObjectReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  ObjectSpec spec(ObjectKind kind, Members of) {
    return switch (kind) {
      case COUNTER ->
          new ObjectSpec.Counter(
              JsonFields.wholeOrZero(of, "packets"), JsonFields.wholeOrZero(of, "bytes"));
      case QUOTA ->
          new ObjectSpec.Quota(
              JsonFields.truth(of, "inv"),
              JsonFields.wholeOrZero(of, "bytes"),
              JsonFields.wholeOrZero(of, "used"));
      case LIMIT -> new ObjectSpec.Limit(limit(of));
      case CT_HELPER -> new ObjectSpec.CtHelper(orEmpty(of, "type"), protocol(of), family(of));
      case CT_TIMEOUT -> new ObjectSpec.CtTimeout(protocol(of), family(of), policy(of));
      case CT_EXPECTATION ->
          new ObjectSpec.CtExpectation(
              protocol(of),
              family(of),
              small(of, "dport"),
              JsonFields.wholeOrZero(of, "timeout"),
              small(of, "size"));
      case CT_COUNT ->
          new ObjectSpec.CtCount(JsonFields.truth(of, "inv"), JsonFields.wholeOrZero(of, "val"));
      case SECMARK -> new ObjectSpec.Secmark(orEmpty(of, "context"));
      case SYNPROXY -> synproxy(of);
      case TUNNEL -> tunnel(of);
    };
  }

  private static int small(Members of, String name) {
    Integer count = JsonFields.optionalCount(of, name);
    return count == null ? 0 : count;
  }

  private static String orEmpty(Members of, String name) {
    String text = optionalText(of, name);
    return text == null ? "" : text;
  }

  private static int protocol(Members of) {
    return switch (of.get("protocol")) {
      case null -> 0;
      case Whole w -> (int) w.value();
      case Text t when ObjectSpec.protocol(t.value()) != 0 -> ObjectSpec.protocol(t.value());
      case JsonValue _ ->
          throw new NftJsonException("Invalid protocol '" + optionalText(of, "protocol") + "'.");
    };
  }

  private static @Nullable Family family(Members of) {
    String word = optionalText(of, "l3proto");
    return word == null ? null : choice(Family.values(), Family::word, word, "Unknown family");
  }

  private static SequencedMap<Name, Long> policy(Members of) {
    SequencedMap<Name, Long> policy = new LinkedHashMap<>();
    JsonValue given = of.get("policy");
    if (given != null && !(given instanceof Members) && !(given instanceof Nothing)) {
      throw new NftJsonException("Invalid ct timeout policy.");
    }
    for (Map.Entry<String, JsonValue> state : JsonFields.membersOrNone(given).map().entrySet()) {
      if (!(state.getValue() instanceof Whole seconds)) {
        throw new NftJsonException("Invalid ct timeout policy value for '" + state.getKey() + "'.");
      }
      policy.put(new Name(state.getKey(), Span.INTERNAL), seconds.value());
    }
    return policy;
  }

  /** An object without a burst has none, where a statement has the usual one. */
  private static Statement.Limit limit(Members of) {
    Statement.Limit limit = LimitJson.read(of);
    boolean usual = limit.unit() == LimitUnit.PACKETS && Long.valueOf(5).equals(limit.burst());
    return usual
        ? new Statement.Limit(
            limit.rate(), limit.unit(), limit.per(), limit.over(), null, null, Span.INTERNAL)
        : limit;
  }

  private static ObjectSpec synproxy(Members of) {
    boolean timestamp = false;
    boolean sackPerm = false;
    for (JsonValue flag : JsonFields.items(of.get("flags"))) {
      switch (flag) {
        case Text(String word) when word.equals("timestamp") -> timestamp = true;
        case Text(String word) when word.equals("sack-perm") -> sackPerm = true;
        case JsonValue _ -> throw new NftJsonException("Invalid synproxy flag.");
      }
    }
    return new ObjectSpec.Synproxy(
        JsonFields.count(of, "mss"), JsonFields.count(of, "wscale"), timestamp, sackPerm);
  }

  private ObjectSpec tunnel(Members of) {
    boolean version6 = of.get("src-ipv6") != null || of.get("dst-ipv6") != null;
    String version = version6 ? "ipv6" : "ipv4";
    return new ObjectSpec.Tunnel(
        JsonFields.wholeOrZero(of, "id"),
        address(of, "src-" + version),
        address(of, "dst-" + version),
        version6,
        small(of, "sport"),
        small(of, "dport"),
        small(of, "tos"),
        small(of, "ttl"),
        options(of));
  }

  private @Nullable Expression address(Members of, String name) {
    JsonValue value = of.get(name);
    return value == null ? null : expressions.read(value);
  }

  private static @Nullable TunnelOptions options(Members of) {
    JsonValue given = of.get("tunnel");
    return switch (optionalText(of, "type")) {
      case null -> null;
      case "vxlan" -> new TunnelOptions.Vxlan(small(JsonFields.members(given), "gbp"));
      case "erspan" -> erspan(JsonFields.members(given));
      case "geneve" -> new TunnelOptions.Geneve(geneve(JsonFields.items(given)));
      case String other -> throw new NftJsonException("Invalid tunnel type '" + other + "'.");
    };
  }

  private static TunnelOptions erspan(Members of) {
    return new TunnelOptions.Erspan(
        JsonFields.count(of, "version"),
        small(of, "index"),
        "egress".equals(optionalText(of, "dir")),
        small(of, "hwid"));
  }

  private static List<GeneveOption> geneve(List<JsonValue> items) {
    List<GeneveOption> options = new ArrayList<>();
    for (JsonValue item : items) {
      Members of = JsonFields.members(item);
      try {
        options.add(
            new GeneveOption(
                JsonFields.count(of, "class"),
                JsonFields.count(of, "opt-type"),
                GeneveOption.octets(text(of, "data"))));
      } catch (IllegalArgumentException e) {
        throw new NftJsonException("Invalid data '" + text(of, "data") + "'.");
      }
    }
    return options;
  }
}
