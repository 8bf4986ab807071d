package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a value: of the packet, of the flow, or written down. Nested, because the
 * nf_tables expressions of {@code nft.expr} have the same names.
 */
public sealed interface Expression {
  /** Where it was written. */
  Span span();

  /**
   * A value as it was written: an address, a number, a service's name, a flag. Its meaning depends
   * on what it is compared with.
   *
   * @param text without quotes
   * @param kind how it was written
   */
  record Symbol(String text, Kind kind, Span span) implements Expression {
    /** How a value is written; of JSON, which type it has. */
    public enum Kind {
      /** An integer: decimal, hexadecimal with {@code 0x}, or octal with a leading zero. */
      NUMBER,
      /** Anything else without quotes. */
      WORD,
      /** Text in quotes. */
      STRING
    }

    public static Symbol word(String text) {
      return new Symbol(text, Kind.WORD, Span.NONE);
    }

    public static Symbol number(long value) {
      return new Symbol(Long.toUnsignedString(value), Kind.NUMBER, Span.NONE);
    }

    /** A number in the digits it shall be printed with. */
    public static Symbol number(String digits) {
      return new Symbol(digits, Kind.NUMBER, Span.NONE);
    }

    public static Symbol string(String text) {
      return new Symbol(text, Kind.STRING, Span.NONE);
    }
  }

  /** A field of a header: {@code tcp dport}. */
  record Payload(HeaderField field, Span span) implements Expression {}

  /**
   * Of the packet inside a tunnel: {@code vxlan ip saddr}.
   *
   * @param expression a {@link Payload}; of what another program loaded, a {@link Meta} too
   */
  record Inner(Protocol tunnel, Expression expression, Span span) implements Expression {}

  /**
   * Bits of the packet at a place: {@code @th,16,16}.
   *
   * @param base the header that offsets count from
   * @param offset in bits
   * @param length in bits
   */
  record RawPayload(Base base, int offset, int length, Span span) implements Expression {
    /** Where offsets count from. */
    public enum Base {
      LL("ll"),
      NH("nh"),
      TH("th"),
      IH("ih");

      private final String word;

      Base(String word) {
        this.word = word;
      }

      public String word() {
        return word;
      }
    }
  }

  /**
   * A field of an extension header, of an option or of a chunk, or whether the packet has it:
   * {@code frag more-fragments}, {@code tcp option maxseg size}, {@code exthdr hbh}.
   *
   * @param field absent for whether it is there
   */
  record Exthdr(Extension extension, Extension.@Nullable Field field, Span span)
      implements Expression {}

  /**
   * Bits of a TCP option at a place that is no field: {@code tcp option @34,16,32}.
   *
   * @param type the option's kind
   * @param offset in bits from its start
   * @param length in bits
   */
  record RawOption(int type, int offset, int length, Span span) implements Expression {}

  /** What a packet carries beside its octets: {@code meta mark}, {@code iifname}. */
  record Meta(MetaKey key, Span span) implements Expression {}

  /**
   * What connection tracking knows: {@code ct state}, {@code ct original ip saddr}.
   *
   * @param direction of which tuple; absent where not given
   */
  record Ct(CtKey key, dev.dejima.nft.expr.Ct.@Nullable Direction direction, Span span)
      implements Expression {}

  /** What the kernel finds out: {@code fib daddr type}, {@code socket mark}. */
  record Read(Source source, Span span) implements Expression {}

  /**
   * A hash of what the packet holds: {@code jhash ip saddr . tcp dport mod 4 seed 0x1 offset 10}.
   *
   * @param modulus unsigned, 32 bits
   * @param seed unsigned; absent for one that the kernel draws
   * @param offset added to the rest, unsigned
   */
  record Hash(Expression key, int modulus, @Nullable Integer seed, int offset, Span span)
      implements Expression {}

  /** The next hop of the route, of the family that the rule is about: {@code rt nexthop}. */
  record NextHop(Span span) implements Expression {}

  /** An address with a prefix length: {@code 192.0.2.0/24}. */
  record Prefix(Expression address, int length, Span span) implements Expression {}

  /** From one value to another, both included: {@code 1024-65535}. */
  record Range(Expression low, Expression high, Span span) implements Expression {}

  /** Values one behind the other: {@code ip saddr . tcp dport}. */
  record Concat(List<Expression> parts, Span span) implements Expression {
    public Concat {
      parts = List.copyOf(parts);
    }
  }

  /** Flags separated by commas: {@code established,related}. */
  record FlagList(List<Expression> flags, Span span) implements Expression {
    public FlagList {
      flags = List.copyOf(flags);
    }
  }

  /** {@code left & right} and the like. */
  record BinaryOp(Operator operator, Expression left, Expression right, Span span)
      implements Expression {
    /** In falling order of how tightly they bind. */
    public enum Operator {
      LSHIFT("<<"),
      RSHIFT(">>"),
      AND("&"),
      XOR("^"),
      OR("|");

      private final String word;

      Operator(String word) {
        this.word = word;
      }

      public String word() {
        return word;
      }
    }
  }

  /** An anonymous set or map: {@code { 22, 80 }}, {@code { 22 : accept }}. */
  record SetLiteral(List<Element> elements, Span span) implements Expression {
    public SetLiteral {
      elements = elements instanceof ElementList ? elements : List.copyOf(elements);
    }
  }

  /**
   * A member of a set or map.
   *
   * @param key may be {@link Wildcard}
   * @param value what a map holds for it, a {@link Verdict} or a value; absent in a set
   * @param timeout how long it stays, ms; absent for the set's own
   * @param expires how long it still stays, ms; absent where not given
   * @param comment absent where none
   * @param statements what it does when it matches: counter, limit
   */
  record Element(
      Expression key,
      @Nullable Expression value,
      @Nullable Long timeout,
      @Nullable Long expires,
      @Nullable String comment,
      List<Statement> statements,
      Span span)
      implements Expression {
    public Element {
      statements = List.copyOf(statements);
    }

    /** A member of a set, with nothing else. */
    public static Element of(Expression key) {
      return new Element(key, null, null, null, null, List.of(), key.span());
    }

    /** A member of a map, with nothing else. */
    public static Element of(Expression key, Expression value) {
      return new Element(key, value, null, null, null, List.of(), key.span().to(value.span()));
    }
  }

  /** Every key that no other element has: {@code *}. */
  record Wildcard(Span span) implements Expression {}

  /** A named set or map: {@code @blocked}. */
  record SetReference(Name name, Span span) implements Expression {}

  /**
   * What a map holds for a key: {@code tcp dport map { 80 : 8080 }}.
   *
   * @param map a {@link SetLiteral} or a {@link SetReference}
   */
  record MapExpr(Expression key, Expression map, Span span) implements Expression {}

  /**
   * What becomes of a packet, as a map's value or a statement.
   *
   * @param chain the chain to go to; present for {@code JUMP} and {@code GOTO} only
   */
  record Verdict(dev.dejima.nft.expr.Verdict.Code code, @Nullable Name chain, Span span)
      implements Expression {
    public static Verdict of(dev.dejima.nft.expr.Verdict.Code code) {
      return new Verdict(code, null, Span.NONE);
    }
  }
}
