package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.RawPayload;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expression that a set's type was taken from ({@code typeof ip saddr}), as nft keeps it in the
 * set's user data: the number of the expression's kind, and what it reads.
 */
public final class Typeof {
  /** Of bits at a place: where they are, in bits. */
  private static final int BASE = 2;

  private static final int OFFSET = 3;
  private static final int LENGTH = 4;

  private static final int KIND = 0;
  private static final int DATA = 1;
  private static final int VERDICT = 1;
  private static final int PAYLOAD = 7;
  private static final int EXTHDR = 8;
  private static final int META = 9;
  private static final int CT = 12;
  private static final int CONCAT = 13;

  /** nft's numbers of header descriptions, in the order of their ordinals here. */
  private static final Map<Protocol, Integer> HEADERS =
      Map.ofEntries(
          Map.entry(Protocol.AH, 1),
          Map.entry(Protocol.ESP, 2),
          Map.entry(Protocol.COMP, 3),
          Map.entry(Protocol.ICMP, 4),
          Map.entry(Protocol.IGMP, 5),
          Map.entry(Protocol.UDP, 6),
          Map.entry(Protocol.UDPLITE, 7),
          Map.entry(Protocol.TCP, 8),
          Map.entry(Protocol.DCCP, 9),
          Map.entry(Protocol.SCTP, 10),
          Map.entry(Protocol.TH, 11),
          Map.entry(Protocol.IP, 12),
          Map.entry(Protocol.IP6, 13),
          Map.entry(Protocol.ICMPV6, 14),
          Map.entry(Protocol.ARP, 15),
          Map.entry(Protocol.VLAN, 16),
          Map.entry(Protocol.ETHER, 17));

  /** Fields whose places in nft's enumerations are not those of the tables here. */
  private static final List<String> ARP_FIELDS =
      List.of(
          "htype",
          "ptype",
          "hlen",
          "plen",
          "operation",
          "saddr ether",
          "daddr ether",
          "saddr ip",
          "daddr ip");

  private static final List<String> VLAN_FIELDS = List.of("pcp", "dei", "id", "type");

  private Typeof() {}

  /** The user data of the verdicts that a map holds. */
  static Bytes verdicts() {
    return UserData.attribute(UserData.SET_DATA_TYPEOF, kind(VERDICT, Bytes.EMPTY));
  }

  /** The user data of an expression; empty if nft keeps none for it. */
  public static Bytes encode(int attribute, Expression expression) {
    Bytes nested = nested(expression);
    return nested.isEmpty() ? Bytes.EMPTY : UserData.attribute(attribute, nested);
  }

  private static Bytes nested(Expression expression) {
    return switch (expression) {
      case Expression.Payload(HeaderField field, Span _) -> {
        Integer header = HEADERS.get(field.protocol());
        if (header == null) {
          yield Bytes.EMPTY;
        }
        Bytes data = UserData.number(0, header).concat(UserData.number(1, index(field)));
        boolean plain = field.type() == DataType.INTEGER;
        yield kind(PAYLOAD, plain ? data.concat(UserData.number(LENGTH, field.length())) : data);
      }
      case Expression.RawPayload raw ->
          kind(
              PAYLOAD,
              UserData.number(0, 0)
                  .concat(UserData.number(1, 0))
                  .concat(UserData.number(BASE, raw.base().ordinal() + 1))
                  .concat(UserData.number(OFFSET, raw.offset()))
                  .concat(UserData.number(LENGTH, raw.length())));
      case Expression.Exthdr exthdr -> kind(EXTHDR, ExtensionTypeof.encode(exthdr));
      case Expression.Read(Source source, Span _) ->
          SourceTypeof.kind(source) == 0
              ? Bytes.EMPTY
              : kind(SourceTypeof.kind(source), SourceTypeof.encode(source));
      case Expression.Hash hash -> kind(SourceTypeof.HASH, SourceTypeof.encode(hash));
      case Expression.Meta(MetaKey key, Span _) -> kind(META, UserData.number(0, key.number()));
      case Expression.Ct ct -> {
        Bytes data = UserData.number(0, ct.key().number());
        Ct.Direction direction = ct.direction();
        yield kind(
            CT, direction == null ? data : data.concat(UserData.number(1, direction.ordinal())));
      }
      case Expression.Concat concat -> {
        Bytes data = Bytes.EMPTY;
        for (int i = 0; i < concat.parts().size(); i++) {
          Bytes inner = nested(concat.parts().get(i));
          if (inner.isEmpty()) {
            yield Bytes.EMPTY;
          }
          data = data.concat(UserData.attribute(i, inner));
        }
        yield data.length() > 200 ? Bytes.EMPTY : kind(CONCAT, data);
      }
      default -> Bytes.EMPTY;
    };
  }

  private static Bytes kind(int kind, Bytes data) {
    return UserData.number(KIND, kind).concat(UserData.attribute(DATA, data));
  }

  private static int index(HeaderField field) {
    return names(field.protocol()).indexOf(field.name()) + 1;
  }

  private static List<String> names(Protocol protocol) {
    return switch (protocol) {
      case ARP -> ARP_FIELDS;
      case VLAN -> VLAN_FIELDS;
      default -> protocol.fields().stream().map(HeaderField::name).toList();
    };
  }

  /** The expression in a set's user data; absent if there is none that can be read. */
  public static @Nullable Expression decode(Bytes userData, int attribute) {
    Bytes nested = UserData.decode(userData).get(attribute);
    return nested == null ? null : expression(nested);
  }

  private static @Nullable Expression expression(Bytes nested) {
    Bytes data = UserData.decode(nested).get(DATA);
    if (data == null) {
      return null;
    }
    return switch (UserData.number(nested, KIND, 0)) {
      case PAYLOAD -> payload(data);
      case EXTHDR -> ExtensionTypeof.decode(data);
      case META -> {
        int number = UserData.number(data, 0, -1);
        for (MetaKey key : MetaKey.values()) {
          if (key.number() == number) {
            yield new Expression.Meta(key, Span.NONE);
          }
        }
        yield null;
      }
      case CT -> ct(data);
      case CONCAT -> concat(data);
      default -> {
        Source source = SourceTypeof.decode(UserData.number(nested, KIND, 0), data);
        yield source == null ? null : new Expression.Read(source, Span.NONE);
      }
    };
  }

  private static @Nullable Expression payload(Bytes data) {
    int header = UserData.number(data, 0, 0);
    int index = UserData.number(data, 1, 0);
    if (header == 0) {
      return raw(data);
    }
    for (Map.Entry<Protocol, Integer> entry : HEADERS.entrySet()) {
      List<String> names = names(entry.getKey());
      if (entry.getValue() == header && index > 0 && index <= names.size()) {
        HeaderField field = entry.getKey().field(names.get(index - 1));
        return field == null ? null : new Expression.Payload(field, Span.NONE);
      }
    }
    return null;
  }

  private static @Nullable Expression raw(Bytes data) {
    int base = UserData.number(data, BASE, 0);
    int length = UserData.number(data, LENGTH, 0);
    return base < 1 || base > RawPayload.Base.values().length || length < 1
        ? null
        : new RawPayload(
            RawPayload.Base.values()[base - 1],
            UserData.number(data, OFFSET, 0),
            length,
            Span.NONE);
  }

  private static @Nullable Expression ct(Bytes data) {
    int number = UserData.number(data, 0, -1);
    int direction = UserData.number(data, 1, -1);
    for (CtKey key : CtKey.values()) {
      if (key.number() == number) {
        Ct.Direction known =
            direction >= 0 && direction < 2 ? Ct.Direction.values()[direction] : null;
        return new Expression.Ct(key, known, Span.NONE);
      }
    }
    return null;
  }

  /** The parts are read one by one, whatever the types of their attributes. */
  private static @Nullable Expression concat(Bytes data) {
    List<Expression> parts = new ArrayList<>();
    int at = 0;
    while (at + 2 <= data.length() && at + 2 + data.at(at + 1) <= data.length()) {
      Expression part = expression(data.slice(at + 2, at + 2 + data.at(at + 1)));
      if (part == null) {
        return null;
      }
      parts.add(part);
      at += 2 + data.at(at + 1);
    }
    return parts.isEmpty() ? null : new Expression.Concat(parts, Span.NONE);
  }

  /** The types of an expression's fields; none if it has none of its own. */
  public static List<ValueType> types(Expression expression) {
    return switch (expression) {
      case Expression.Payload payload -> List.of(ValueType.of(payload.field()));
      case Expression.Inner inner -> types(inner.expression());
      case Expression.RawPayload raw ->
          List.of(new ValueType(DataType.INTEGER, raw.length(), false, true));
      case Expression.Exthdr exthdr -> List.of(ExtensionTypeof.type(exthdr));
      case Expression.RawOption raw ->
          List.of(new ValueType(DataType.INTEGER, raw.length(), false));
      case Expression.Meta meta -> List.of(ValueType.of(meta.key()));
      case Expression.Ct ct -> List.of(ValueType.of(ct.key()));
      case Expression.Hash _ -> List.of(Term.NUMBER);
      case Expression.Read read -> List.of(ValueType.of(read.source()));
      case Expression.Concat concat -> {
        List<ValueType> types = new ArrayList<>();
        for (Expression part : concat.parts()) {
          types.addAll(types(part));
        }
        yield types;
      }
      default -> List.of();
    };
  }
}
