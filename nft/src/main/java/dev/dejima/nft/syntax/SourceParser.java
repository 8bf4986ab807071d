package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code fib}, {@code osf}, {@code rt}, {@code socket}, {@code tunnel}, {@code ipsec}, and
 * the numbers that are made for a packet.
 */
final class SourceParser {
  private static final int MOST_TRANSFORMATIONS = 255;

  private final Parsing parsing;
  private final Tokens tokens;

  SourceParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  /** Whether one of these comes next; {@code rt} begins the fields of routing headers too. */
  boolean follow() {
    return switch (tokens.peek().text()) {
      case "fib", "ipsec", "numgen", "osf", "rt", "socket", "symhash", "tunnel" ->
          tokens.at(Token.Kind.WORD);
      default -> false;
    };
  }

  /** What comes next, from its first word. */
  Expression read() throws SyntaxException {
    Token word = tokens.next();
    Span start = word.span();
    if (word.is("rt") && tokens.accept("nexthop")) {
      return new Expression.NextHop(tokens.since(start));
    }
    Source source =
        switch (word.text()) {
          case "fib" -> fib();
          case "numgen" -> numgen();
          case "osf" -> osf();
          case "rt" -> new Rt(rtKey());
          case "socket" -> socket();
          case "symhash" -> new Symhash(modulus(), offset());
          case "tunnel" -> tunnel();
          default -> xfrm();
        };
    return new Expression.Read(source, tokens.since(start));
  }

  private Source fib() throws SyntaxException {
    Span start = tokens.peek().span();
    int flags = 0;
    do {
      Integer flag = SourceWords.fibFlag(tokens.peek().text());
      if (flag == null) {
        throw tokens.unexpected("saddr", "daddr", "iif", "oif", "mark");
      }
      tokens.next();
      flags |= flag;
    } while (tokens.accept("."));
    Span tuple = tokens.since(start);
    Fib fib = SourceWords.fib(flags, tokens.peek().text());
    if (fib == null) {
      throw tokens.unexpected("type", "oif", "oifname", "check", ".");
    }
    tokens.next();
    String mistake = SourceWords.mistake(flags);
    if (mistake != null) {
      throw Tokens.error(tuple, mistake, null);
    }
    return fib;
  }

  private Source numgen() throws SyntaxException {
    for (Numgen.Mode mode : Numgen.Mode.values()) {
      if (tokens.accept(mode.word())) {
        return new Numgen(mode, modulus(), offset());
      }
    }
    throw tokens.unexpected("random", "inc");
  }

  /** A hash of what comes next, behind its first word. */
  Expression.Hash hash(Span start, Expression key) throws SyntaxException {
    int modulus = modulus();
    Integer seed = tokens.accept("seed") ? (int) parsing.number() : null;
    int offset = offset();
    return new Expression.Hash(key, modulus, seed, offset, tokens.since(start));
  }

  private int modulus() throws SyntaxException {
    tokens.expect("mod");
    return (int) parsing.number();
  }

  private int offset() throws SyntaxException {
    return tokens.accept("offset") ? (int) parsing.number() : 0;
  }

  private Source osf() throws SyntaxException {
    Osf.Ttl ttl = Osf.Ttl.TRUE;
    if (tokens.accept("ttl")) {
      if (!tokens.at("loose") && !tokens.at("skip")) {
        throw tokens.unexpected("loose", "skip");
      }
      ttl = tokens.next().is("loose") ? Osf.Ttl.LOOSE : Osf.Ttl.SKIP;
    }
    if (!tokens.at("name") && !tokens.at("version")) {
      throw tokens.unexpected("version", "name");
    }
    return new Osf(ttl, tokens.next().is("version"));
  }

  private Rt.Key rtKey() throws SyntaxException {
    String family = family();
    Rt.Key key = SourceWords.rtKey(tokens.peek().text(), family);
    if (key == null) {
      throw tokens.unexpected("mtu", "ipsec", "classid", "nexthop");
    }
    tokens.next();
    return key;
  }

  private static boolean isFamily(Token token) {
    return token.is("ip") || token.is("ip6");
  }

  private @Nullable String family() {
    return isFamily(tokens.peek()) ? tokens.next().text() : null;
  }

  private Source socket() throws SyntaxException {
    for (Socket.Key key : Socket.Key.values()) {
      if (tokens.accept(key.word())) {
        int level = 0;
        if (key == Socket.Key.CGROUPV2) {
          tokens.expect("level");
          level = parsing.smallNumber();
        }
        return new Socket(key, level);
      }
    }
    throw tokens.unexpected("mark", "transparent", "wildcard", "cgroupv2");
  }

  private Source tunnel() throws SyntaxException {
    for (Tunnel.Key key : Tunnel.Key.values()) {
      if (tokens.accept(key.word())) {
        return new Tunnel(key);
      }
    }
    throw tokens.unexpected("id", "path");
  }

  private Source xfrm() throws SyntaxException {
    if (!tokens.at("in") && !tokens.at("out")) {
      throw tokens.unexpected("in", "out");
    }
    Xfrm.Direction direction = tokens.next().is("in") ? Xfrm.Direction.IN : Xfrm.Direction.OUT;
    int number = 0;
    Span place = tokens.peek().span();
    if (tokens.accept("spnum")) {
      long given = parsing.number();
      place = tokens.since(place);
      number = given < 0 || given > MOST_TRANSFORMATIONS ? -1 : (int) given;
    }
    String family = family();
    Xfrm.Key key = SourceWords.xfrmKey(tokens.peek().text(), family);
    if (key == null) {
      throw family == null
          ? tokens.unexpected("ip", "ip6", "reqid", "spi")
          : tokens.unexpected("saddr", "daddr");
    }
    tokens.next();
    if (number < 0) {
      throw Tokens.error(place, "value too large", null);
    }
    return new Xfrm(key, direction, number);
  }
}
