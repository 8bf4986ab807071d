package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.ObjectSpec.CtExpectation;
import dev.dejima.nft.syntax.ObjectSpec.CtHelper;
import dev.dejima.nft.syntax.ObjectSpec.CtTimeout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads the lines of connection tracking's objects, one at a time. */
final class CtObjectParser {
  static final CtHelper HELPER = new CtHelper("", 0, null);
  static final CtTimeout TIMEOUT = new CtTimeout(0, null, new LinkedHashMap<>());
  static final CtExpectation EXPECTATION = new CtExpectation(0, null, 0, 0, 0);

  /** {@code NF_CT_HELPER_NAME_LEN}. */
  private static final int HELPER_NAME_MOST = 16;

  private final Parsing parsing;
  private final Tokens tokens;

  CtObjectParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  ObjectSpec item(CtHelper read) throws SyntaxException {
    CtHelper next;
    if (tokens.accept("type")) {
      next = helper(read);
    } else if (tokens.accept("l3proto")) {
      next = new CtHelper(read.type(), read.protocol(), family());
    } else {
      throw tokens.misspelt(List.of("type", "l3proto", "comment"));
    }
    parsing.separator();
    return next;
  }

  private CtHelper helper(CtHelper read) throws SyntaxException {
    Token name = tokens.peek();
    if (name.kind() != Token.Kind.QUOTED) {
      throw tokens.unexpected("quoted string");
    }
    tokens.next();
    if (read.protocol() != 0) {
      String message =
          "You can only specify this once. This statement is already set for %s."
              .formatted(read.type());
      throw Tokens.error(name.span(), message, null);
    }
    if (name.text().isEmpty() || name.text().length() >= HELPER_NAME_MOST) {
      String message = "invalid name '" + name.text() + "', max length is " + HELPER_NAME_MOST;
      throw Tokens.error(name.span(), message, null);
    }
    tokens.expect("protocol");
    return new CtHelper(name.text(), protocol(), read.family());
  }

  ObjectSpec item(CtTimeout read) throws SyntaxException {
    CtTimeout next;
    if (tokens.accept("protocol")) {
      next = new CtTimeout(protocol(), read.family(), read.policy());
    } else if (tokens.accept("l3proto")) {
      next = new CtTimeout(read.protocol(), family(), read.policy());
    } else if (tokens.accept("policy")) {
      next = new CtTimeout(read.protocol(), read.family(), policy(read.policy()));
    } else {
      throw tokens.misspelt(List.of("protocol", "l3proto", "policy", "comment"));
    }
    parsing.separator();
    return next;
  }

  private SequencedMap<Name, Long> policy(SequencedMap<Name, Long> before) throws SyntaxException {
    SequencedMap<Name, Long> policy = new LinkedHashMap<>(before);
    tokens.expect("=");
    tokens.expect("{");
    do {
      Token state = parsing.identifier();
      tokens.expect(":");
      policy.put(new Name(state.text(), state.span()), seconds());
    } while (tokens.accept(","));
    tokens.expect("}");
    return policy;
  }

  /** A number is one of seconds. */
  private long seconds() throws SyntaxException {
    return tokens.at(Token.Kind.NUMBER) ? parsing.number() : parsing.time() / 1000;
  }

  ObjectSpec item(CtExpectation read) throws SyntaxException {
    CtExpectation next =
        switch (tokens.peek().kind() == Token.Kind.WORD ? tokens.peek().text() : "") {
          case "protocol" -> {
            tokens.next();
            yield new CtExpectation(
                protocol(), read.family(), read.port(), read.timeout(), read.size());
          }
          case "l3proto" -> {
            tokens.next();
            yield new CtExpectation(
                read.protocol(), family(), read.port(), read.timeout(), read.size());
          }
          case "dport" -> {
            tokens.next();
            yield new CtExpectation(
                read.protocol(), read.family(), small(0xffff), read.timeout(), read.size());
          }
          case "timeout" -> {
            tokens.next();
            yield new CtExpectation(
                read.protocol(), read.family(), read.port(), parsing.time(), read.size());
          }
          case "size" -> {
            tokens.next();
            yield new CtExpectation(
                read.protocol(), read.family(), read.port(), read.timeout(), small(0xff));
          }
          default ->
              throw tokens.misspelt(
                  List.of("protocol", "dport", "timeout", "size", "l3proto", "comment"));
        };
    parsing.separator();
    return next;
  }

  /** nft cuts off what does not fit. */
  private int small(int mask) throws SyntaxException {
    return (int) parsing.number() & mask;
  }

  private int protocol() throws SyntaxException {
    int protocol = ObjectSpec.protocol(tokens.peek().text());
    if (protocol == 0) {
      throw tokens.misspelt(ObjectSpec.PROTOCOLS.keySet(), "tcp", "udp");
    }
    tokens.next();
    return protocol;
  }

  private Family family() throws SyntaxException {
    for (Family family : Family.values()) {
      if (family != Family.UNSPEC && tokens.accept(family.word())) {
        return family;
      }
    }
    throw tokens.misspelt(Words.FAMILIES);
  }
}
