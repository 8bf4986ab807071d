package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Deals out registers and writes down expressions. A place in the registers is counted in octets
 * from the first: a place that a register of 16 octets begins at is called by its number, any other
 * by that of a register of 4. Every statement begins anew at the first.
 */
final class Emitter {
  /** Expressions that most rules do with. */
  private static final int USUAL = 16;

  /** Octets of a register. */
  private static final int REGISTER = 16;

  private final List<Expr> exprs = new ArrayList<>(USUAL);

  /** The first place behind a key that is being put together. */
  private int reserved;

  /** The register that begins at a place. */
  static int register(int place) {
    return place % 16 == 0 ? Register.R1 + place / 16 : Register.R32_00 + place / 4;
  }

  List<Expr> exprs() {
    return exprs;
  }

  void add(Expr expr) {
    exprs.add(expr);
  }

  /** The expressions of a step. */
  void step(Step step) {
    switch (step) {
      case Step.Compare compare -> compare(compare);
      case Step.Prefixed prefixed -> prefixed(prefixed);
      case Step.Within within -> {
        ValueType type = loadOrdered(within.left(), true);
        add(
            new Range(
                Register.R1,
                within.negated() ? CmpOp.NEQ : CmpOp.EQ,
                encode(within.left(), within.low(), type),
                encode(within.left(), within.high(), type)));
      }
      case Step.AnyBit(Term left, boolean none, BigInteger bits) -> {
        ValueType type = loadOrdered(left, false);
        Bytes zero = encode(left, BigInteger.ZERO, type);
        add(mask(type.octets(), 0, encode(left, bits, type), zero));
        add(new Cmp(Register.R1, none ? CmpOp.EQ : CmpOp.NEQ, zero));
      }
      case Step.Member(Term key, SetUse set, boolean negated) ->
          lookup(key, set, OptionalInt.empty(), negated);
      case Step.Done(List<Expr> done) -> exprs.addAll(done);
    }
  }

  private void compare(Step.Compare compare) {
    boolean ordered = compare.op() != CmpOp.EQ && compare.op() != CmpOp.NEQ;
    ValueType type = loadOrdered(compare.left(), ordered);
    add(new Cmp(Register.R1, compare.op(), encode(compare.left(), compare.value(), type)));
  }

  /** Loads a term to be compared; in network order if higher and lower matter. */
  private ValueType loadOrdered(Term term, boolean ordered) {
    if (term instanceof Term.Bits field && !field.isWhole()) {
      loadInPlace(field, 0);
      return field.type();
    }
    load(term, 0);
    if (ordered && term.type().turns()) {
      add(toNetwork(0, term.type()));
      return term.type().network();
    }
    return term.type();
  }

  /** A value's octets, moved to where its bits stand in the octets of its field. */
  private static Bytes encode(Term left, BigInteger value, ValueType type) {
    return left instanceof Term.Bits field && !field.isWhole()
        ? ValueType.encode(value.shiftLeft(field.shift()), field.octets(), false)
        : type.encode(value);
  }

  private void prefixed(Step.Prefixed prefixed) {
    Term left = prefixed.left();
    ValueType type = left.type();
    CmpOp op = prefixed.negated() ? CmpOp.NEQ : CmpOp.EQ;
    boolean octets = prefixed.bits() % 8 == 0 && prefixed.bits() > 0 && !type.turns();
    if (octets && left instanceof Term.Bits field && field.isWhole()) {
      int length = prefixed.bits() / 8;
      add(field.load(Register.R1, length));
      add(new Cmp(Register.R1, op, type.encode(prefixed.value()).slice(0, length)));
      return;
    }
    load(left, 0);
    if (octets && !(left instanceof Term.Bits)) {
      Bytes value = type.encode(prefixed.value());
      add(new Cmp(Register.R1, op, value.slice(0, prefixed.bits() / 8)));
      return;
    }
    BigInteger mask = type.max().shiftRight(type.bits() - prefixed.bits());
    mask = mask.shiftLeft(type.bits() - prefixed.bits());
    Bytes zero = type.encode(BigInteger.ZERO);
    add(mask(type.octets(), 0, type.encode(mask), zero));
    add(new Cmp(Register.R1, op, type.encode(prefixed.value().and(mask))));
  }

  /** Looks a key up, and puts what a map holds into a register. */
  void lookup(Term key, SetUse set, OptionalInt dreg, boolean negated) {
    loadKey(key, set, 0);
    add(new Lookup(Register.R1, set.name(), set.id(), dreg, negated));
  }

  /** Runs the object that a map holds for a key. */
  void object(Term key, SetUse map) {
    loadKey(key, map, 0);
    add(new ObjRefMap(Register.R1, map.name(), map.id()));
  }

  /** Loads a key, as a set holds its keys, to registers from a place on. */
  void loadKey(Term key, SetUse set, int start) {
    if (key instanceof Term.Joined joined) {
      int place = start;
      reserved = start + Sets.keyLength(key.types());
      for (Term part : joined.terms()) {
        loadField(part, place);
        if (set.interval() && isHost(part)) {
          add(toNetwork(place, loaded(part)));
        }
        place += Register.padded(loaded(part).octets());
      }
      reserved = 0;
    } else if (key instanceof Term.Bits field && !field.isWhole() && set.aligned()) {
      loadInPlace(field, start);
      boolean turned = field instanceof Term.Field && field.octets() > 1 && field.shift() > 0;
      if (isValueMap(set) && turned) {
        add(toHost(start, field.whole().type()));
        add(mask(field, start, true));
      }
    } else if (key instanceof Term.Bits field && !field.isWhole() && !isValueMap(set)) {
      loadInPlace(field, start);
      shift(field, start);
    } else {
      load(key, start);
      if (set.interval() && isHost(key)) {
        add(toNetwork(start, loaded(key)));
      }
    }
  }

  /** A key's bits are turned round for the values of a map alone, and masked again if in place. */
  private static boolean isValueMap(SetUse set) {
    return !set.data().isEmpty();
  }

  /** Bits of a field of a concatenation are a number in the host's order. */
  private void loadField(Term term, int place) {
    if (term instanceof Term.Option option && !option.isWhole() && option.octets() > 1) {
      loadInPlace(option, place);
      if (option.shift() > 0) {
        add(toHost(place, option.whole().type()));
        shift(option, place);
      }
      return;
    }
    load(term, place);
  }

  /** Whether a loaded term is a number of several octets in the host's order. */
  private static boolean isHost(Term term) {
    boolean shifted = term instanceof Term.Bits bits && !bits.isWhole() && bits.shift() > 0;
    return term.type().turns() || (shifted && loaded(term).octets() > 1);
  }

  private static ValueType loaded(Term term) {
    return term instanceof Term.Bits bits ? bits.moved(false) : term.type();
  }

  /** Loads a term to a place, a number in its own byte order. */
  void load(Term term, int place) {
    switch (term) {
      case Term.Bits field -> {
        if (field.isWhole()) {
          add(field.load(register(place), field.octets()));
        } else {
          loadInPlace(field, place);
          shiftDown(field, place);
        }
      }
      case Term.Meta meta ->
          add(Tunnels.inside(meta.tunnel(), new Meta(register(place), meta.key())));
      case Term.Tracked ct -> add(new Ct(register(place), ct.key(), ct.direction()));
      case Term.Read read -> add(new Load(register(place), read.source()));
      case Term.Constant constant ->
          add(new Immediate(register(place), new Value(constant.type().encode(constant.value()))));
      case Term.Masked masked -> {
        load(masked.term(), place);
        ValueType type = masked.type();
        if (type.host() && isNetwork(masked.term())) {
          add(toHost(place, masked.term().type()));
        }
        add(mask(type.octets(), place, type.encode(masked.mask()), type.encode(masked.xor())));
      }
      case Term.Combined combined -> {
        load(combined.left(), place);
        load(combined.right(), place + REGISTER);
        int register = register(place);
        Bitwise.Operation operation =
            new Bitwise.Combine(combined.operator(), register(place + REGISTER));
        add(new Bitwise(register, register, combined.type().octets(), operation));
      }
      case Term.Turned turned -> {
        load(turned.term(), place);
        add(turn(place, turned.term().type(), !turned.type().host()));
      }
      case Term.Shifted shifted -> {
        load(shifted.term(), place);
        if (isNetwork(shifted.term())) {
          add(toHost(place, shifted.term().type()));
        }
        int register = register(place);
        Bitwise.Operation operation =
            shifted.left()
                ? new Bitwise.ShiftLeft(shifted.bits())
                : new Bitwise.ShiftRight(shifted.bits());
        add(new Bitwise(register, register, shifted.type().octets(), operation));
      }
      case Term.Joined joined -> {
        int at = place;
        for (Term part : joined.terms()) {
          load(part, at);
          at += Register.padded(part.type().octets());
        }
      }
      case Term.Mapped(Term key, SetUse set) -> {
        loadKey(key, set, place);
        int register = register(place);
        add(new Lookup(register, set.name(), set.id(), OptionalInt.of(register), false));
      }
      case Term.Hashed hashed -> hash(hashed, place);
      case Term.Taken taken -> load(taken.number(), place);
    }
  }

  /** What is hashed lies behind all that is loaded already. */
  private void hash(Term.Hashed hashed, int place) {
    int source = reserved > place ? reserved : place + REGISTER;
    load(hashed.key(), source);
    add(
        new Hash(
            register(source),
            Sets.keyLength(hashed.key().types()),
            register(place),
            hashed.modulus(),
            hashed.seed(),
            hashed.offset()));
  }

  /** Whether a loaded term is a number in network order, of a length that can be turned round. */
  private static boolean isNetwork(Term term) {
    return switch (term) {
      case Term.Bits bits when bits.isWhole() || bits.shift() == 0 ->
          switch (bits.type().octets()) {
            case 2, 4, 8 -> true;
            default -> false;
          };
      case Term.Masked(Term.Option _, var _, var _, var _) -> false;
      case Term.Masked masked -> !masked.type().host() && isNetwork(masked.term());
      default -> false;
    };
  }

  private static Byteorder toHost(int place, ValueType type) {
    return turn(place, type, false);
  }

  /** Loads the octets that hold a field, and clears the bits beside it. */
  private void loadInPlace(Term.Bits field, int place) {
    add(field.load(register(place), field.octets()));
    add(mask(field, place, false));
  }

  private static Bitwise mask(Term.Bits field, int place, boolean host) {
    int length = field.octets();
    return mask(
        length,
        place,
        ValueType.encode(field.mask(), length, host),
        ValueType.encode(BigInteger.ZERO, length, host));
  }

  /** Shifting works on numbers of the host, to which nft turns fields of headers alone. */
  private void shiftDown(Term.Bits field, int place) {
    if (field.shift() == 0) {
      return;
    }
    if (field.octets() > 1 && field instanceof Term.Field) {
      int register = register(place);
      add(new Byteorder(register, register, false, field.octets(), 2));
    }
    shift(field, place);
  }

  private void shift(Term.Bits field, int place) {
    if (field.shift() > 0) {
      int register = register(place);
      add(new Bitwise(register, register, field.octets(), new Bitwise.ShiftRight(field.shift())));
    }
  }

  private static Bitwise mask(int length, int place, Bytes mask, Bytes xor) {
    return new Bitwise(register(place), register(place), length, new Bitwise.MaskXor(mask, xor));
  }

  private static Byteorder turn(int place, ValueType type, boolean toNetwork) {
    int size = type.bits() % 64 == 0 ? 8 : type.bits() % 32 == 0 ? 4 : 2;
    return new Byteorder(register(place), register(place), toNetwork, type.octets(), size);
  }

  private static Byteorder toNetwork(int place, ValueType type) {
    return turn(place, type, true);
  }
}
