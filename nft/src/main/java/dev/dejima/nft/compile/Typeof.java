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

  /** Of fields of a header inside another: the number of that. */
  private static final int TUNNEL = 5;

  private static final int KIND = 0;
  private static final int DATA = 1;
  private static final int VERDICT = 1;
  private static final int VALUE = 4;
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
          Map.entry(Protocol.ETHER, 17),
          Map.entry(Protocol.VXLAN, 18),
          Map.entry(Protocol.GENEVE, 19),
          Map.entry(Protocol.GRE, 20),
          Map.entry(Protocol.GRETAP, 21));

  /** Octets of user data are few, and other things need some. */
  private static final int LONGEST = 200;

  /** nft keeps no more fields of a concatenation. */
  private static final int FIELDS_MOST = 4;

  /** Fields whose places in nft's enumerations are not those of the tables here. */
  private static final List<String> ARP_FIELDS =
      List.of(
          "htype",
          "ptype",
          "hlen",
          "plen",
          "operation",
          "saddr ether",
          "saddr ip",
          "daddr ether",
          "daddr ip");

  private static final List<String> GRE_FIELDS = List.of("version", "flags", "protocol");
  private static final List<String> VXLAN_FIELDS = List.of("vni", "flags");

  private static final List<String> IGMP_FIELDS = List.of("type", "checksum", "mrt", "group");

  private Typeof() {}

  /** The user data of an expression; empty if nft keeps none for it. */
  public static Bytes encode(int attribute, Expression expression) {
    Bytes nested = nested(expression);
    return nested.isEmpty() ? Bytes.EMPTY : UserData.attribute(attribute, nested);
  }

  /**
   * The user data of the key of an anonymous set; empty if nft keeps none for it. Of what is
   * computed it keeps none, but of a concatenation the fields that the parts are computed from, up
   * to the first that is turned round.
   */
  static Bytes encode(int attribute, Expression written, Term key, boolean interval) {
    return switch (key) {
      case Term.Bits bits when !bits.isWhole() -> Bytes.EMPTY;
      case Term.Joined(List<Term> terms) when written instanceof Expression.Concat concat -> {
        Bytes parts = Bytes.EMPTY;
        for (int i = 0; i < terms.size(); i++) {
          Bytes part =
              isTurned(terms.get(i), interval) ? Bytes.EMPTY : nested(first(concat.parts().get(i)));
          if (part.isEmpty()) {
            break;
          }
          parts = parts.concat(UserData.attribute(i, part));
        }
        yield fitting(attribute, kind(CONCAT, parts));
      }
      default -> encode(attribute, written);
    };
  }

  private static Bytes fitting(int attribute, Bytes nested) {
    return nested.length() > LONGEST ? Bytes.EMPTY : UserData.attribute(attribute, nested);
  }

  /** Whether a number is turned round: bits within several octets, and the host's among ranges. */
  private static boolean isTurned(Term term, boolean interval) {
    boolean shifted =
        term instanceof Term.Field bits && !bits.isWhole() && bits.shift() > 0 && bits.octets() > 1;
    return shifted || (interval && term.type().turns());
  }

  private static Expression first(Expression expression) {
    return expression instanceof Expression.BinaryOp op ? first(op.left()) : expression;
  }

  /** What nft keeps where the type was named. */
  static Bytes value(int attribute) {
    return UserData.attribute(attribute, kind(VALUE, Bytes.EMPTY));
  }

  /**
   * What nft keeps where the types of several fields were named: it stops at the first, and leaves
   * its length out.
   */
  static Bytes values(int attribute) {
    Bytes parts = UserData.attribute(0, Bytes.EMPTY).concat(kind(VALUE, Bytes.EMPTY));
    return UserData.attribute(attribute, kind(CONCAT, parts));
  }

  /** What nft keeps of verdicts. */
  static Bytes verdict(int attribute) {
    return UserData.attribute(attribute, kind(VERDICT, Bytes.EMPTY));
  }

  private static Bytes nested(Expression expression) {
    return switch (expression) {
      case Expression.Payload(HeaderField field, Span _) -> payload(field, Bytes.EMPTY);
      case Expression.RawPayload raw -> raw(raw);
      case Expression.Exthdr exthdr -> kind(EXTHDR, ExtensionTypeof.encode(exthdr));
      case Expression.Read(Source source, Span _) ->
          SourceTypeof.kind(source) == 0
              ? Bytes.EMPTY
              : kind(SourceTypeof.kind(source), SourceTypeof.encode(source));
      case Expression.Hash hash -> kind(SourceTypeof.HASH, SourceTypeof.encode(hash));
      case Expression.Meta(MetaKey key, Span _) -> kind(META, UserData.number(0, key.number()));
      case Expression.Inner(
              Protocol tunnel,
              Expression.Payload(HeaderField field, Span _),
              Span _) ->
          payload(field, UserData.number(TUNNEL, HEADERS.getOrDefault(tunnel, 0)));
      case Expression.Ct ct -> {
        Ct.Direction direction = ct.direction();
        yield kind(
            CT,
            UserData.number(0, ct.key().number())
                .concat(UserData.number(1, direction == null ? -1 : direction.ordinal())));
      }
      case Expression.Concat concat -> {
        Bytes data = Bytes.EMPTY;
        for (int i = 0; i < Math.min(concat.parts().size(), FIELDS_MOST); i++) {
          Bytes inner = nested(concat.parts().get(i));
          if (inner.isEmpty()) {
            yield Bytes.EMPTY;
          }
          data = data.concat(UserData.attribute(i, inner));
        }
        yield data.length() > LONGEST ? Bytes.EMPTY : kind(CONCAT, data);
      }
      default -> Bytes.EMPTY;
    };
  }

  /** The ports of any transport protocol have names. */
  private static Bytes raw(Expression.RawPayload raw) {
    for (HeaderField port : Protocol.TH.fields()) {
      boolean same = port.offset() == raw.offset() && port.length() == raw.length();
      if (same && raw.base() == Expression.RawPayload.Base.TH) {
        return payload(port, Bytes.EMPTY);
      }
    }
    return kind(
        PAYLOAD,
        UserData.number(0, 0)
            .concat(UserData.number(1, 0))
            .concat(UserData.number(BASE, raw.base().ordinal() + 1))
            .concat(UserData.number(OFFSET, raw.offset()))
            .concat(UserData.number(LENGTH, raw.length())));
  }

  /** Plain numbers come with their length. */
  private static Bytes payload(HeaderField field, Bytes more) {
    Integer header = HEADERS.get(field.protocol());
    if (header == null) {
      return Bytes.EMPTY;
    }
    Bytes data = UserData.number(0, header).concat(UserData.number(1, index(field)));
    boolean plain = field.type() == DataType.INTEGER;
    Bytes length = plain ? UserData.number(LENGTH, field.length()) : Bytes.EMPTY;
    return kind(PAYLOAD, data.concat(length).concat(more));
  }

  /** What nft keeps of an expression: the number of its kind, and what that needs. */
  static Bytes kind(int kind, Bytes data) {
    return UserData.number(KIND, kind).concat(UserData.attribute(DATA, data));
  }

  private static int index(HeaderField field) {
    return names(field.protocol()).indexOf(field.name()) + 1;
  }

  private static List<String> names(Protocol protocol) {
    return switch (protocol) {
      case ARP -> ARP_FIELDS;
      case IGMP -> IGMP_FIELDS;
      case GRE -> GRE_FIELDS;
      case VXLAN -> VXLAN_FIELDS;
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
    int kind = UserData.number(nested, KIND, 0);
    return switch (kind) {
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
      default -> read(kind, data);
    };
  }

  private static @Nullable Expression read(int kind, Bytes data) {
    Source source = SourceTypeof.decode(kind, data);
    if (source == null) {
      return null;
    }
    return new Expression.Read(source, Span.NONE);
  }

  private static @Nullable Expression payload(Bytes data) {
    int header = UserData.number(data, 0, 0);
    int index = UserData.number(data, 1, 0);
    if (header == 0) {
      return raw(data);
    }
    Protocol protocol = header(header);
    List<String> names = protocol == null ? List.of() : names(protocol);
    HeaderField field =
        protocol == null || index < 1 || index > names.size()
            ? null
            : protocol.field(names.get(index - 1));
    if (field == null) {
      return null;
    }
    Expression payload = new Expression.Payload(field, Span.NONE);
    Protocol tunnel = header(UserData.number(data, TUNNEL, 0));
    return tunnel == null ? payload : new Expression.Inner(tunnel, payload, Span.NONE);
  }

  private static @Nullable Protocol header(int number) {
    for (Map.Entry<Protocol, Integer> entry : HEADERS.entrySet()) {
      if (entry.getValue() == number) {
        return entry.getKey();
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
