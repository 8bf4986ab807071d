package dev.dejima.nft.json;

import dev.dejima.nft.expr.Exthdr.Op;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Extension;
import dev.dejima.nft.syntax.Extensions;
import dev.dejima.nft.syntax.Span;

/** Extension headers, options and chunks as libnftables-json(5) has them. */
final class ExtensionJson {
  private static final int OCTET = 8;

  private ExtensionJson() {}

  private static String space(Op op) {
    return switch (op) {
      case IPV6 -> "exthdr";
      case TCPOPT -> "tcp option";
      case IPV4 -> "ip option";
      case SCTP -> "sctp chunk";
      case DCCP -> "dccp option";
    };
  }

  static JsonValue write(Expression.Exthdr exthdr) {
    return write(exthdr, OCTET);
  }

  /** Of an option without a name, nft tells where its first octet is. */
  private static JsonValue write(Expression.Exthdr exthdr, int presence) {
    Extension extension = exthdr.extension();
    Extension.Field field = exthdr.field();
    if (extension.op() == Op.DCCP) {
      return JsonValue.object(space(Op.DCCP), JsonValue.object().with("type", extension.type()));
    }
    if (isUnnamed(extension)) {
      return field == null
          ? raw(extension.type(), 0, presence)
          : raw(extension.type(), field.offset(), field.length());
    }
    Members members = JsonValue.object().with("name", extension.name());
    return JsonValue.object(
        space(extension.op()), members.withText("field", field == null ? null : field.name()));
  }

  private static boolean isUnnamed(Extension extension) {
    return Extensions.named(extension.op(), extension.name()) == null;
  }

  static JsonValue write(Expression.RawOption option) {
    return raw(option.type(), option.offset(), option.length());
  }

  private static JsonValue raw(int type, int offset, int length) {
    Members members =
        JsonValue.object().with("base", type).with("offset", offset).with("len", length);
    return JsonValue.object(space(Op.TCPOPT), members);
  }

  /** An option to be overwritten. */
  static JsonValue writeReset(Expression.Exthdr option) {
    return write(option, 0);
  }

  static Expression read(String space, Members members) {
    Op op = Op.IPV6;
    for (Op candidate : Op.values()) {
      op = space(candidate).equals(space) ? candidate : op;
    }
    if (op == Op.DCCP) {
      return new Expression.Exthdr(Extensions.of(op, type(members, "type")), null, Span.INTERNAL);
    }
    return op == Op.TCPOPT && members.get("base") != null ? raw(members) : named(op, members);
  }

  private static int type(Members members, String name) {
    int type = JsonFields.count(members, name);
    if (type > Extension.TYPE_MOST) {
      throw new NftJsonException("Unknown dccp option type '" + type + "'.");
    }
    return type;
  }

  private static Expression raw(Members members) {
    int type = type(members, "base");
    int offset = JsonFields.count(members, "offset");
    int length = JsonFields.count(members, "len");
    if (offset == 0 && (length == OCTET || length == 0)) {
      return new Expression.Exthdr(Extensions.of(Op.TCPOPT, type), null, Span.INTERNAL);
    }
    Extension known = Extensions.with(Op.TCPOPT, type, offset, length);
    return known == null
        ? new Expression.RawOption(type, offset, length, Span.INTERNAL)
        : new Expression.Exthdr(known, known.at(offset, length), Span.INTERNAL);
  }

  private static Expression named(Op op, Members members) {
    String name = JsonFields.text(members, "name");
    String fieldName = JsonFields.optionalText(members, "field");
    Extension extension = Extensions.named(op, name.equals("sack0") ? "sack" : name);
    if (extension == null) {
      throw new NftJsonException("Unknown " + space(op) + " name '" + name + "'.");
    }
    Extension whole = Extensions.of(op, extension.type());
    if (fieldName == null) {
      Extension asked = op == Op.TCPOPT ? whole : extension;
      return new Expression.Exthdr(asked, null, Span.INTERNAL);
    }
    Extension.Field field = extension.field(fieldName);
    if (field == null) {
      throw new NftJsonException("Unknown " + space(op) + " field '" + fieldName + "'.");
    }
    return new Expression.Exthdr(extension, field, Span.INTERNAL);
  }

  /** An option to be overwritten. */
  static Expression.Exthdr readReset(Members members) {
    JsonValue option = members.get("tcp option");
    if (option != null
        && read("tcp option", JsonFields.members(option)) instanceof Expression.Exthdr exthdr) {
      return new Expression.Exthdr(exthdr.extension(), null, Span.INTERNAL);
    }
    throw new NftJsonException("Illegal TCP optstrip argument");
  }
}
