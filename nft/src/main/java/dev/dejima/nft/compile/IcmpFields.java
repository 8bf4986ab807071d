package dev.dejima.nft.compile;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Fields that only some types of ICMP and ICMPv6 messages have (RFC 792, RFC 4443, RFC 4861). */
public final class IcmpFields {
  private static final List<Integer> ECHO = List.of(8, 0);
  private static final List<Integer> ECHO_V6 = List.of(128, 129);
  private static final List<Integer> TARGET = List.of(130, 131, 132, 135, 136, 137);

  private IcmpFields() {}

  /** The types of messages that have a field; none if all have. */
  public static List<Integer> types(HeaderField field) {
    if (field.protocol() == Protocol.ICMP) {
      return switch (field.name()) {
        case "id", "sequence" -> ECHO;
        case "gateway" -> List.of(5);
        case "mtu" -> List.of(3);
        default -> List.of();
      };
    }
    if (field.protocol() == Protocol.ICMPV6) {
      return switch (field.name()) {
        case "id", "sequence" -> ECHO_V6;
        case "mtu" -> List.of(2);
        case "parameter-problem" -> List.of(4);
        case "max-delay" -> List.of(130);
        case "taddr" -> TARGET;
        case "daddr" -> List.of(137);
        default -> List.of();
      };
    }
    return List.of();
  }

  /** Has the types matched that a field implies, unless the rule asked for one of them. */
  static void imply(
      HeaderField field,
      ProtocolContext protocols,
      Span span,
      BiConsumer<HeaderField, List<Integer>> match) {
    List<Integer> types = types(field);
    if (types.isEmpty()) {
      return;
    }
    boolean asked = !protocols.icmpTypes().isEmpty();
    boolean fits = protocols.icmpTypes().stream().allMatch(t -> contains(types, t));
    if (asked && fits) {
      return;
    }
    if (asked) {
      throw new CompileException(
          span,
          "incompatible icmp match: rule has %s, need %s"
              .formatted(words(protocols.icmpTypes()), words(types)));
    }
    match.accept(Objects.requireNonNull(field.protocol().field("type")), types);
  }

  private static String words(List<?> types) {
    return types.stream().map(String::valueOf).collect(joining(" or "));
  }

  private static boolean contains(List<Integer> types, BigInteger type) {
    return types.contains(type.intValue());
  }
}
