package dev.dejima.nft.json;

import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.SourceWords;
import dev.dejima.nft.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * {@code fib}, {@code numgen}, {@code osf}, {@code rt}, {@code socket}, {@code symhash}, {@code
 * tunnel}, {@code ipsec}.
 */
final class SourceJson {
  private static final int MOST_TRANSFORMATIONS = 255;

  private SourceJson() {}

  /**
   * An object with one member.
   *
   * @param compared whether it is the left side of a match, where {@code check} is not said
   */
  static JsonValue write(Source source, boolean compared) {
    return switch (source) {
      case Fib fib ->
          JsonValue.object(
              "fib",
              JsonValue.object()
                  .with("result", SourceWords.result(fib, !compared))
                  .with("flags", JsonValue.words(SourceWords.fibFlags(fib))));
      case Numgen(Numgen.Mode mode, int modulus, int offset) ->
          JsonValue.object(
              "numgen",
              JsonValue.object()
                  .with("mode", mode.word())
                  .with("mod", Integer.toUnsignedLong(modulus))
                  .with("offset", Integer.toUnsignedLong(offset)));
      case Osf osf -> {
        Members members = key(osf.version() ? "version" : "name");
        switch (osf.ttl()) {
          case TRUE -> {}
          case LOOSE -> members.with("ttl", "loose");
          case SKIP -> members.with("ttl", "skip");
        }
        yield JsonValue.object("osf", members);
      }
      case Rt(Rt.Key key) ->
          JsonValue.object("rt", family(key(SourceWords.word(key)), SourceWords.family(key)));
      case Socket socket -> JsonValue.object("socket", key(socket.key().word()));
      case Symhash(int modulus, int offset) ->
          JsonValue.object("symhash", modulo(modulus, null, offset));
      case Tunnel tunnel -> JsonValue.object("tunnel", key(tunnel.key().word()));
      case Xfrm xfrm ->
          JsonValue.object(
              "ipsec",
              family(key(SourceWords.word(xfrm.key())), SourceWords.family(xfrm.key()))
                  .with("dir", xfrm.direction().word())
                  .with("spnum", xfrm.number()));
    };
  }

  /** How a hash is brought into its bounds. */
  static Members modulo(int modulus, @Nullable Integer seed, int offset) {
    Members members = JsonValue.object().with("mod", Integer.toUnsignedLong(modulus));
    if (seed != null) {
      members.with("seed", Integer.toUnsignedLong(seed));
    }
    return offset == 0 ? members : members.with("offset", Integer.toUnsignedLong(offset));
  }

  private static Members key(String word) {
    return JsonValue.object().with("key", word);
  }

  private static Members family(Members members, @Nullable String family) {
    return members.withText("family", family);
  }

  /** The expression of a member; null if it is of none of these. */
  static @Nullable Expression read(String name, JsonValue value) {
    return switch (name) {
      case "fib" -> read(fib(JsonFields.members(value)));
      case "numgen" -> read(numgen(JsonFields.members(value)));
      case "osf" -> read(osf(JsonFields.members(value)));
      case "rt" -> rt(JsonFields.members(value));
      case "socket" -> read(socket(JsonFields.members(value)));
      case "symhash" -> {
        Members hash = JsonFields.members(value);
        yield read(new Symhash((int) JsonFields.whole(hash, "mod"), offset(hash)));
      }
      case "tunnel" ->
          read(
              new Tunnel(
                  JsonFields.choice(
                      Tunnel.Key.values(),
                      Tunnel.Key::word,
                      JsonFields.text(JsonFields.members(value), "key"),
                      "Unknown tunnel key")));
      case "ipsec" -> read(xfrm(JsonFields.members(value)));
      default -> null;
    };
  }

  private static Expression read(Source source) {
    return new Expression.Read(source, Span.INTERNAL);
  }

  private static Fib fib(Members fib) {
    int flags = 0;
    for (String word : JsonFields.words(fib, "flags")) {
      Integer flag = SourceWords.fibFlag(word);
      if (flag == null) {
        throw new NftJsonException("Unknown fib flag '" + word + "'.");
      }
      flags |= flag;
    }
    String mistake = SourceWords.mistake(flags);
    Fib read = SourceWords.fib(flags, JsonFields.text(fib, "result"));
    if (mistake != null || read == null) {
      throw new NftJsonException(
          mistake == null
              ? "Invalid fib result '" + JsonFields.text(fib, "result") + "'."
              : mistake);
    }
    return read;
  }

  private static Numgen numgen(Members numgen) {
    Numgen.Mode mode =
        JsonFields.choice(
            Numgen.Mode.values(),
            Numgen.Mode::word,
            JsonFields.text(numgen, "mode"),
            "Unknown numgen mode");
    return new Numgen(mode, (int) JsonFields.whole(numgen, "mod"), offset(numgen));
  }

  /** What is added to a number made for the packet. */
  static int offset(Members members) {
    return (int) JsonFields.wholeOrZero(members, "offset");
  }

  private static Osf osf(Members osf) {
    Osf.Ttl ttl =
        switch (JsonFields.optionalText(osf, "ttl")) {
          case null -> Osf.Ttl.TRUE;
          case "loose" -> Osf.Ttl.LOOSE;
          case "skip" -> Osf.Ttl.SKIP;
          case String other ->
              throw new NftJsonException("Invalid osf ttl option '" + other + "'.");
        };
    return switch (JsonFields.text(osf, "key")) {
      case "name" -> new Osf(ttl, false);
      case "version" -> new Osf(ttl, true);
      case String _ -> throw new NftJsonException("Invalid osf key value.");
    };
  }

  private static Expression rt(Members rt) {
    String word = JsonFields.text(rt, "key");
    String family = JsonFields.optionalText(rt, "family");
    if (word.equals("nexthop") && family == null) {
      return new Expression.NextHop(Span.INTERNAL);
    }
    Rt.Key key = SourceWords.rtKey(word, family);
    if (key == null) {
      throw new NftJsonException("Unknown rt key '" + word + "'.");
    }
    return read(new Rt(key));
  }

  /** nft keeps the level of a control group to itself. */
  private static Socket socket(Members socket) {
    Socket.Key key =
        JsonFields.choice(
            Socket.Key.values(),
            Socket.Key::word,
            JsonFields.text(socket, "key"),
            "Invalid socket key value");
    if (key == Socket.Key.CGROUPV2) {
      throw new NftJsonException("‘socket cgroupv2’ cannot be said in JSON: its level is missing");
    }
    return new Socket(key, 0);
  }

  private static Xfrm xfrm(Members xfrm) {
    String word = JsonFields.text(xfrm, "key");
    Xfrm.Key key = SourceWords.xfrmKey(word, JsonFields.optionalText(xfrm, "family"));
    if (key == null) {
      throw new NftJsonException("Unknown xfrm key '" + word + "'.");
    }
    Xfrm.Direction direction =
        JsonFields.choice(
            Xfrm.Direction.values(),
            Xfrm.Direction::word,
            JsonFields.text(xfrm, "dir"),
            "Invalid direction");
    Long number = JsonFields.optionalWhole(xfrm, "spnum");
    if (number != null && (number < 0 || number > MOST_TRANSFORMATIONS)) {
      throw new NftJsonException("Invalid spnum '" + number + "'.");
    }
    return new Xfrm(key, direction, number == null ? 0 : number.intValue());
  }
}
