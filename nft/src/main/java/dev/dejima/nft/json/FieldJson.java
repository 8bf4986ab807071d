package dev.dejima.nft.json;

import dev.dejima.nft.expr.Ct.Direction;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.CtField;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.MetaField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is read from a packet, and from what the kernel knows of it. */
final class FieldJson {
  private FieldJson() {}

  static JsonValue write(Expression.Payload payload) {
    Protocol protocol = payload.field().protocol();
    return write(protocol.base() == Payload.Base.TUNNEL ? protocol : null, payload);
  }

  /** Only headers that tunnels carry have JSON. */
  static JsonValue write(Expression.Inner inner) {
    return switch (inner.expression()) {
      case Expression.Payload payload -> write(inner.tunnel(), payload);
      case Expression.RawPayload raw -> write(raw);
      case Expression.Meta meta -> write(meta);
      default -> throw new IllegalArgumentException("a tunnel carries headers only");
    };
  }

  private static JsonValue write(@Nullable Protocol tunnel, Expression.Payload payload) {
    return JsonValue.object(
        "payload",
        JsonValue.object()
            .withText("tunnel", tunnel == null ? null : tunnel.word())
            .with("protocol", payload.field().protocol().word())
            .with("field", payload.field().name()));
  }

  static JsonValue write(Expression.RawPayload raw) {
    return JsonValue.object(
        "payload",
        JsonValue.object()
            .with("base", raw.base().word())
            .with("offset", raw.offset())
            .with("len", raw.length()));
  }

  static JsonValue write(Expression.Meta meta) {
    return key("meta", MetaField.of(meta.key()).word());
  }

  static JsonValue write(Expression.Ct ct) {
    Members members = JsonValue.object().with("key", CtField.of(ct.key()).word());
    if (ct.direction() != null) {
      members.with("dir", word(ct.direction()));
    }
    return JsonValue.object("ct", members);
  }

  private static JsonValue key(String word, String key) {
    return JsonValue.object(word, JsonValue.object().with("key", key));
  }

  private static String word(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  static Expression payload(Members payload) {
    if (payload.get("base") != null) {
      return raw(payload);
    }
    if (payload.get("protocol") == null || payload.get("field") == null) {
      throw new NftJsonException("Invalid payload expression properties.");
    }
    Expression.Payload read = new Expression.Payload(field(payload), Span.INTERNAL);
    Protocol tunnel = tunnel(payload);
    return tunnel == null || tunnel == read.field().protocol()
        ? read
        : new Expression.Inner(tunnel, read, Span.INTERNAL);
  }

  private static @Nullable Protocol tunnel(Members payload) {
    String word = JsonFields.optionalText(payload, "tunnel");
    Protocol tunnel = word == null ? null : Protocol.named(word);
    if (word != null && (tunnel == null || !tunnel.isTunnel())) {
      throw new NftJsonException("Unknown payload tunnel protocol '" + word + "'.");
    }
    return tunnel;
  }

  private static Expression raw(Members payload) {
    Expression.RawPayload.Base base =
        JsonFields.choice(
            Expression.RawPayload.Base.values(),
            Expression.RawPayload.Base::word,
            JsonFields.text(payload, "base"),
            "Invalid payload base");
    return new Expression.RawPayload(
        base, JsonFields.count(payload, "offset"), JsonFields.count(payload, "len"), Span.INTERNAL);
  }

  private static HeaderField field(Members payload) {
    String word = JsonFields.text(payload, "protocol");
    String name = JsonFields.text(payload, "field");
    Protocol protocol = Protocol.named(word);
    if (protocol == null) {
      throw new NftJsonException("Unknown payload protocol '" + word + "'.");
    }
    HeaderField field = protocol.field(name);
    if (field == null) {
      throw new NftJsonException("Unknown " + word + " field '" + name + "'.");
    }
    return field;
  }

  static Expression meta(Members meta) {
    String key = JsonFields.text(meta, "key");
    MetaField field = MetaField.named(key);
    if (field == null) {
      throw new NftJsonException(
          "syntax error, unexpected " + key + ", known keys are " + metaKeys());
    }
    return new Expression.Meta(field.key(), Span.INTERNAL);
  }

  private static String metaKeys() {
    return Arrays.stream(MetaKey.values())
        .map(key -> MetaField.of(key).word())
        .collect(Collectors.joining(", "));
  }

  static Expression ct(Members ct) {
    String key = JsonFields.text(ct, "key");
    CtField field = CtField.named(key);
    if (field == null) {
      throw new NftJsonException("Unknown ct key '" + key + "'.");
    }
    String word = JsonFields.optionalText(ct, "dir");
    Direction direction =
        word == null
            ? null
            : JsonFields.choice(Direction.values(), FieldJson::word, word, "Invalid direction");
    return new Expression.Ct(field.key(), direction, Span.INTERNAL);
  }
}
