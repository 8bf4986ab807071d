package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.NatFlag;
import dev.dejima.nft.syntax.Statement.NatTarget;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translation of addresses and ports. */
final class NatJson {
  /** A flag of JSON that text has no word for: the prefix is translated, the rest kept. */
  private static final String NETMAP = "netmap";

  private NatJson() {}

  static JsonValue write(Statement.Nat nat, ExpressionWriter expressions) {
    Members members = JsonValue.object();
    if (nat.family() != null) {
      members.with("family", nat.family().word());
    }
    if (nat.address() != null) {
      members.with("addr", expressions.write(nat.address()));
    }
    if (nat.port() != null) {
      members.with("port", expressions.write(nat.port()));
    }
    List<String> flags = new ArrayList<>(words(nat.flags()));
    if (nat.target() == NatTarget.PREFIX) {
      flags.add(NETMAP);
    }
    members.withWords("flags", flags);
    if (nat.target() != null) {
      members.withWords("type_flags", List.of(word(nat.target())));
    }
    return JsonValue.object(nat.type().word(), JsonValue.orNothing(members));
  }

  static JsonValue write(Statement.Masquerade masquerade, ExpressionWriter expressions) {
    return local("masquerade", masquerade.port(), masquerade.flags(), expressions);
  }

  static JsonValue write(Statement.Redirect redirect, ExpressionWriter expressions) {
    return local("redirect", redirect.port(), redirect.flags(), expressions);
  }

  private static JsonValue local(
      String word, @Nullable Expression port, Set<NatFlag> flags, ExpressionWriter expressions) {
    Members members = JsonValue.object();
    if (port != null) {
      members.with("port", expressions.write(port));
    }
    members.withWords("flags", words(flags));
    return JsonValue.object(word, JsonValue.orNothing(members));
  }

  private static List<String> words(Set<NatFlag> flags) {
    return Stream.of(NatFlag.values()).filter(flags::contains).map(NatFlag::word).toList();
  }

  private static String word(NatTarget target) {
    return switch (target) {
      case ADDRESS_AND_PORT -> "concat";
      case PREFIX -> "prefix";
      case INTERVAL -> "interval";
    };
  }

  static Statement nat(Statement.NatType type, Members nat, ExpressionReader expressions) {
    return new Statement.Nat(
        type,
        JsonFields.addressFamily(nat),
        target(nat),
        expressions.optional(nat, "addr", "Invalid nat addr."),
        port(nat, expressions),
        flags(nat),
        Span.INTERNAL);
  }

  static Statement masquerade(Members nat, ExpressionReader expressions) {
    return new Statement.Masquerade(port(nat, expressions), flags(nat), Span.INTERNAL);
  }

  static Statement redirect(Members nat, ExpressionReader expressions) {
    return new Statement.Redirect(port(nat, expressions), flags(nat), Span.INTERNAL);
  }

  private static @Nullable Expression port(Members nat, ExpressionReader expressions) {
    return expressions.optional(nat, "port", "Invalid nat port.");
  }

  /** A prefix is also an interval; it is what {@code netmap} asks for. */
  private static @Nullable NatTarget target(Members nat) {
    Set<NatTarget> targets = JsonFields.flags(NatTarget.class, nat, "type_flags", NatJson::word);
    if (targets.contains(NatTarget.PREFIX) || isNetmap(nat)) {
      return NatTarget.PREFIX;
    }
    return targets.stream().findFirst().orElse(null);
  }

  private static boolean isNetmap(Members nat) {
    return JsonFields.words(nat, "flags").contains(NETMAP);
  }

  private static Set<NatFlag> flags(Members nat) {
    List<String> words = JsonFields.words(nat, "flags");
    List<String> plain = words.stream().filter(word -> !word.equals(NETMAP)).toList();
    Members named = JsonValue.object("flags", JsonValue.words(plain));
    Set<NatFlag> flags = EnumSet.noneOf(NatFlag.class);
    flags.addAll(JsonFields.flags(NatFlag.class, named, "flags", NatFlag::word));
    return flags;
  }
}
