package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Protocol;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that can be brought into a register. */
sealed interface Term {
  /** Of numbers that are made for the packet. */
  ValueType NUMBER = new ValueType(DataType.INTEGER, 32, true);

  /** Its fields: one, or those of a concatenation. */
  List<ValueType> types();

  /** The type of a term of one field. */
  default ValueType type() {
    return types().getFirst();
  }

  /** The highest number that is made for a packet; 0 where the type alone is the bound. */
  default long most() {
    return 0;
  }

  private static long most(int modulus, int offset) {
    return Integer.toUnsignedLong(modulus + offset - 1);
  }

  /** Bits of the packet, not always whole octets. */
  sealed interface Bits extends Term {
    /** Bits from the start of the header, or of the option. */
    int offset();

    @Override
    ValueType type();

    @Override
    default List<ValueType> types() {
      return List.of(type());
    }

    /** The first octet that holds any of it. */
    default int firstOctet() {
      return offset() / 8;
    }

    /** Octets that hold all of it. */
    default int octets() {
      return (offset() + type().bits() + 7) / 8 - firstOctet();
    }

    /** Bits in these octets behind it. */
    default int shift() {
      return 8 * octets() - offset() % 8 - type().bits();
    }

    default boolean isWhole() {
      return offset() % 8 == 0 && type().bits() % 8 == 0;
    }

    /**
     * What a concatenation, or a set of ranges, holds of it: nft counts the bits behind it in, and
     * has the host's order for what it turns round, and for whatever comes first.
     */
    default ValueType moved(boolean first) {
      boolean host = octets() > 1 && (first || shift() > 0);
      return isWhole()
          ? type()
          : new ValueType(type().data(), type().bits() + shift(), host, type().hex());
    }

    /** Its bits, where they stand in the octets. */
    default BigInteger mask() {
      return type().max().shiftLeft(shift());
    }

    /** The octets that hold it, as a number. */
    Bits whole();

    /** Loads the first of its octets into a register. */
    Expr load(int register, int length);
  }

  /**
   * Bits of a header.
   *
   * @param offset bits from the header's start
   * @param tunnel the tunnel that the header is carried in; absent outside any
   */
  record Field(Payload.Base base, int offset, ValueType type, @Nullable Protocol tunnel)
      implements Bits {
    @Override
    public Bits whole() {
      ValueType octets = new ValueType(DataType.INTEGER, 8 * octets(), false);
      return new Field(base, 8 * firstOctet(), octets, tunnel);
    }

    @Override
    public Expr load(int register, int length) {
      return Tunnels.inside(tunnel, new Payload(register, base, firstOctet(), length));
    }
  }

  /**
   * Bits of an extension header, an option or a chunk, or whether the packet has it.
   *
   * @param number its number
   * @param offset bits from its start
   * @param present whether it is there, instead of its bits
   */
  record Option(Exthdr.Op op, int number, int offset, ValueType type, boolean present)
      implements Bits {
    @Override
    public Bits whole() {
      ValueType octets = new ValueType(DataType.INTEGER, 8 * octets(), false);
      return new Option(op, number, 8 * firstOctet(), octets, present);
    }

    @Override
    public Expr load(int register, int length) {
      return new Exthdr(register, op, number, firstOctet(), length, present);
    }
  }

  /**
   * A meta key.
   *
   * @param tunnel the tunnel that the packet is carried in; absent outside any
   */
  record Meta(MetaKey key, @Nullable Protocol tunnel) implements Term {
    @Override
    public ValueType type() {
      return ValueType.of(key);
    }

    @Override
    public List<ValueType> types() {
      return List.of(type());
    }
  }

  record Tracked(CtKey key, Ct.@Nullable Direction direction, ValueType type) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(type);
    }
  }

  record Read(Source source) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(ValueType.of(source));
    }

    @Override
    public long most() {
      return switch (source) {
        case Numgen numgen -> Term.most(numgen.modulus(), numgen.offset());
        case Symhash hash -> Term.most(hash.modulus(), hash.offset());
        case Fib _, Osf _, Rt _, Socket _, Tunnel _, Xfrm _ -> 0;
      };
    }
  }

  /** A hash of another term's octets. */
  record Hashed(Term key, int modulus, @Nullable Integer seed, int offset) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(NUMBER);
    }

    @Override
    public long most() {
      return Term.most(modulus, offset);
    }
  }

  /** A number that was made for the packet, as a value of another type of its length. */
  record Taken(Term number, ValueType type) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(type);
    }

    @Override
    public long most() {
      return number.most();
    }
  }

  record Constant(BigInteger value, ValueType type) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(type);
    }
  }

  /** {@code (term & mask) ^ xor}, of a number of the type's length. */
  record Masked(Term term, BigInteger mask, BigInteger xor, ValueType type) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(type);
    }
  }

  /** Two numbers of the same order, bit by bit. */
  record Combined(Bitwise.Operator operator, Term left, Term right, ValueType type)
      implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(type);
    }
  }

  /** A number in the other byte order. */
  record Turned(Term term, ValueType type) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(type);
    }
  }

  record Shifted(Term term, boolean left, int bits, ValueType type) implements Term {
    @Override
    public List<ValueType> types() {
      return List.of(type);
    }
  }

  /** Fields one behind the other. */
  record Joined(List<Term> terms) implements Term {
    public Joined {
      terms = List.copyOf(terms);
    }

    @Override
    public List<ValueType> types() {
      return terms.stream().map(Term::type).toList();
    }
  }

  /** What a map holds for a key. */
  record Mapped(Term key, SetUse set) implements Term {
    @Override
    public List<ValueType> types() {
      return set.data();
    }
  }
}
