package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code nft describe} says of an expression or a data type. */
public final class Description {
  /** Types whose words nft shows with hexadecimal numbers. */
  private static final Set<DataType> HEXADECIMAL =
      EnumSet.of(
          DataType.ETHER_TYPE,
          DataType.ARP_OP,
          DataType.TCP_FLAG,
          DataType.DCCP_PKTTYPE,
          DataType.IFACE_TYPE,
          DataType.CT_STATE,
          DataType.CT_STATUS,
          DataType.CT_EVENT,
          DataType.DSCP,
          DataType.ECN);

  /** Types whose numbers nft keeps in network order, and shows so where no packet is looked at. */
  private static final Set<DataType> NETWORK_ORDER =
      EnumSet.of(DataType.ETHER_TYPE, DataType.ARP_OP);

  /** Types whose words stand for codes of more than one protocol, and are not shown. */
  private static final Set<DataType> UNLISTED =
      EnumSet.of(
          DataType.ICMP_CODE, DataType.ICMPV6_CODE, DataType.ICMPX_CODE, DataType.INET_SERVICE);

  private static final Map<DataType, String> FILES =
      Map.of(
          DataType.REALM, " from /etc/iproute2/rt_realms",
          DataType.DEVGROUP, " from /etc/iproute2/group",
          DataType.MARK, " from /etc/iproute2/rt_marks");

  private static final ValueType OCTET = new ValueType(DataType.INTEGER, 8, false);

  private Description() {}

  /** Several lines. */
  public static String of(Expression expression) {
    if (expression instanceof Expression.Symbol symbol) {
      DataType type = DataType.named(symbol.text());
      return type == null || symbol.kind() != Expression.Symbol.Kind.WORD
          ? "symbol expression, datatype invalid (invalid)\n"
          : "datatype " + type(ValueType.of(type), false) + words(type, true);
    }
    ValueType type = type(expression);
    if (type == null) {
      return kind(expression) + " expression, datatype invalid (invalid)\n";
    }
    DataType data = type.data();
    return kind(expression) + " expression, datatype " + type(type, true) + words(data, false);
  }

  private static String kind(Expression expression) {
    return switch (expression) {
      case Expression.Payload _, Expression.RawPayload _ -> "payload";
      case Expression.Exthdr _, Expression.RawOption _ -> "exthdr";
      case Expression.Meta _ -> "meta";
      case Expression.Ct _ -> "ct";
      case Expression.NextHop _ -> "rt";
      case Expression.Hash _ -> "hash";
      case Expression.Read(var source, var _) -> ValueType.kind(source);
      default -> "symbol";
    };
  }

  private static @Nullable ValueType type(Expression expression) {
    return switch (expression) {
      case Expression.Payload payload -> ValueType.of(payload.field());
      case Expression.RawPayload raw -> octets(raw);
      case Expression.Hash _ -> Term.NUMBER;
      case Expression.Exthdr(var header, var field, var _) ->
          field != null
              ? ValueType.of(field)
              : header.field("nexthdr") == null ? OCTET : ValueType.of(DataType.INET_PROTO);
      case Expression.RawOption raw -> new ValueType(DataType.INTEGER, raw.length(), false);
      case Expression.Meta meta -> ValueType.of(meta.key());
      case Expression.Ct ct -> {
        ValueType type = ValueType.of(ct.key());
        yield type.bits() == 0 ? null : type;
      }
      case Expression.Read read -> {
        ValueType type = ValueType.of(read.source());
        yield type.bits() == 1 ? OCTET : type;
      }
      default -> null;
    };
  }

  /** Where all transport protocols have their ports, octets are ports. */
  private static ValueType octets(Expression.RawPayload raw) {
    boolean port =
        raw.base() == Expression.RawPayload.Base.TH
            && raw.length() == 16
            && (raw.offset() == 0 || raw.offset() == 16);
    return port
        ? ValueType.of(DataType.INET_SERVICE)
        : new ValueType(DataType.INTEGER, raw.length(), false, true);
  }

  private static String type(ValueType of, boolean charactersKnown) {
    DataType type = of.data();
    int bits = of.bits();
    boolean octets = type == DataType.INTEGER && of.hex();
    String base = octets ? "integer" : base(type);
    String length =
        charactersKnown && (type == DataType.STRING || type == DataType.IFNAME)
            ? bits / 8 + " characters"
            : bits + " bits";
    return "%s (%s)%s, %s%n"
        .formatted(
            type.word(),
            TypeNames.description(type),
            base.isEmpty() ? "" : " (basetype " + base + ")",
            length);
  }

  private static String base(DataType type) {
    return switch (type) {
      case VERDICT, INTEGER, STRING, INVALID -> "";
      case IFNAME -> "string";
      case ETHER_ADDR -> "link layer address, integer";
      case BITMASK -> "integer";
      default -> type.isBitmask() ? "bitmask, integer" : "integer";
    };
  }

  private static String words(DataType type, boolean asKept) {
    Map<String, Long> words = Symbols.words(type);
    if (words.isEmpty() || UNLISTED.contains(type)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    if (type == DataType.INET_PROTO) {
      for (int number = 0; number < 256; number++) {
        String word = Symbols.word(type, number);
        text.append(word == null ? "" : "\t%-30s\t%d%n".formatted(word, number));
      }
      return text.toString();
    }
    boolean hexadecimal = HEXADECIMAL.contains(type);
    text.append("\npre-defined symbolic constants")
        .append(FILES.getOrDefault(type, ""))
        .append(hexadecimal ? " (in hexadecimal):\n" : " (in decimal):\n");
    int digits = 2 * ((type.bits() + 7) / 8);
    words.forEach(
        (word, value) -> {
          long shown =
              asKept && NETWORK_ORDER.contains(type)
                  ? Short.toUnsignedLong(Short.reverseBytes(value.shortValue()))
                  : value;
          String form = hexadecimal ? "\t%-30s\t0x%0" + digits + "x%n" : "\t%-30s\t%20d%n";
          text.append(form.formatted(word, shown));
        });
    return text.toString();
  }
}
