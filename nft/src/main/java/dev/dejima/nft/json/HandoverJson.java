package dev.dejima.nft.json;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.QueueFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that give packets to somebody else. */
final class HandoverJson {
  private static final String TIMESTAMP = "timestamp";
  private static final String SACK_PERM = "sack-perm";

  private HandoverJson() {}

  static JsonValue write(Statement.Handover handover, ExpressionWriter expressions) {
    return switch (handover) {
      case Statement.Dup dup -> {
        Members members = JsonValue.object().with("addr", expressions.write(dup.to()));
        yield JsonValue.object("dup", with(members, "dev", dup.device(), expressions));
      }
      case Statement.FlowOffload flow ->
          JsonValue.object(
              "flow",
              JsonValue.object().with("op", "add").with("flowtable", "@" + flow.flowtable()));
      case Statement.Fwd fwd -> {
        Members members = JsonValue.object().with("dev", expressions.write(fwd.device()));
        yield JsonValue.object(
            "fwd", with(family(members, fwd.family()), "addr", fwd.address(), expressions));
      }
      case Statement.Queue queue -> {
        Members members = JsonValue.object().with("num", expressions.write(queue.number()));
        List<String> flags =
            Stream.of(QueueFlag.values())
                .filter(queue.flags()::contains)
                .map(QueueFlag::word)
                .toList();
        members.withWords("flags", flags);
        yield JsonValue.object("queue", members);
      }
      case Statement.Synproxy synproxy -> synproxy(synproxy);
      case Statement.Tproxy tproxy -> {
        Members members = family(JsonValue.object(), tproxy.family());
        with(members, "addr", tproxy.address(), expressions);
        yield JsonValue.object("tproxy", with(members, "port", tproxy.port(), expressions));
      }
    };
  }

  private static Members with(
      Members members, String name, @Nullable Expression value, ExpressionWriter expressions) {
    return value == null ? members : members.with(name, expressions.write(value));
  }

  private static Members family(Members members, @Nullable Family family) {
    return members.withText("family", family == null ? null : family.word());
  }

  private static JsonValue synproxy(Statement.Synproxy synproxy) {
    Members members = JsonValue.object();
    if (synproxy.mss() != null) {
      members.with("mss", synproxy.mss());
    }
    if (synproxy.wscale() != null) {
      members.with("wscale", synproxy.wscale());
    }
    List<String> flags = new ArrayList<>();
    if (synproxy.timestamp()) {
      flags.add(TIMESTAMP);
    }
    if (synproxy.sackPerm()) {
      flags.add(SACK_PERM);
    }
    members.withWords("flags", flags);
    return JsonValue.object("synproxy", JsonValue.orNothing(members));
  }

  /** The statement of a name. */
  static Statement read(String name, Members of, ExpressionReader expressions) {
    return switch (name) {
      case "dup" ->
          new Statement.Dup(
              expressions.read(of, "addr", "Illegal dup addr arg."),
              expressions.optional(of, "dev", "Illegal dup dev."),
              Span.NONE);
      case "flow" -> flow(of);
      case "fwd" -> fwd(of, expressions);
      case "queue" -> {
        Expression number = expressions.optional(of, "num", "Invalid queue num.");
        yield new Statement.Queue(
            number == null ? Expression.Symbol.number(0) : number,
            JsonFields.flags(QueueFlag.class, of, "flags", QueueFlag::word),
            Span.NONE);
      }
      case "synproxy" -> synproxy(of);
      default ->
          new Statement.Tproxy(
              JsonFields.addressFamily(of),
              expressions.optional(of, "addr", "Invalid addr."),
              expressions.optional(of, "port", "Invalid port."),
              Span.NONE);
    };
  }

  private static Statement flow(Members flow) {
    String operation = JsonFields.text(flow, "op");
    String flowtable = JsonFields.text(flow, "flowtable");
    if (!operation.equals("add")) {
      throw new NftJsonException("Unknown flow offload statement op '" + operation + "'.");
    }
    if (!flowtable.startsWith("@")) {
      throw new NftJsonException("Illegal flowtable reference in flow offload statement.");
    }
    return new Statement.FlowOffload(Name.of(flowtable.substring(1)), Span.NONE);
  }

  /** Without both a family and an address there is neither. */
  private static Statement fwd(Members fwd, ExpressionReader expressions) {
    Family family = JsonFields.addressFamily(fwd);
    Expression address = expressions.optional(fwd, "addr", "Invalid fwd addr value.");
    boolean both = family != null && address != null;
    return new Statement.Fwd(
        both ? family : null,
        both ? address : null,
        expressions.read(fwd, "dev", "Invalid fwd dev value."),
        Span.NONE);
  }

  private static Statement synproxy(Members synproxy) {
    List<String> flags = JsonFields.words(synproxy, "flags");
    for (int i = 0; i < flags.size(); i++) {
      if (!flags.get(i).equals(TIMESTAMP) && !flags.get(i).equals(SACK_PERM)) {
        throw new NftJsonException("Invalid flag in 'flags' property array at index " + i + ".");
      }
    }
    return new Statement.Synproxy(
        announced(synproxy, "mss"),
        announced(synproxy, "wscale"),
        flags.contains(TIMESTAMP),
        flags.contains(SACK_PERM),
        Span.NONE);
  }

  private static @Nullable Integer announced(Members synproxy, String name) {
    Long value = JsonFields.optionalWhole(synproxy, name);
    if (value != null && value < 0) {
      throw new NftJsonException("Invalid synproxy " + name + " value '" + value + "'");
    }
    return value == null ? null : value.intValue();
  }
}
