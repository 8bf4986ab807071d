package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The statements that write: {@code meta mark set}, {@code ct mark set}, {@code ip dscp set}. */
final class MangleCompiler {
  private static final int INTERNET_CHECKSUM = 1;
  private static final int PSEUDO_HEADER = 1;
  private static final int IP_CHECKSUM_OCTET = 10;

  private final TermCompiler terms;
  private final Literals literals;

  MangleCompiler(TermCompiler terms, Literals literals) {
    this.terms = terms;
    this.literals = literals;
  }

  List<Expr> compile(Statement.Mangle mangle) {
    return switch (mangle.key()) {
      case Expression.Meta meta -> {
        Emitter emitter = loaded(mangle, ValueType.of(meta.key()));
        emitter.add(new MetaSet(meta.key(), Register.R1));
        yield emitter.exprs();
      }
      case Expression.Ct ct -> {
        Emitter emitter = loaded(mangle, ValueType.of(ct.key()));
        emitter.add(new CtSet(ct.key(), Register.R1, ct.direction()));
        yield emitter.exprs();
      }
      case Expression.Payload payload
          when payload.field().protocol().base() != Payload.Base.TUNNEL ->
          write(mangle, payload);
      case Expression.Payload _, Expression.Inner _ ->
          throw new CompileException(
              mangle.key().span(), "payload statement for this expression is not supported");
      case Expression.Exthdr exthdr -> option(mangle, ExtensionCompiler.bits(exthdr));
      case Expression.RawOption raw -> option(mangle, ExtensionCompiler.raw(raw));
      default -> throw new CompileException(mangle.key().span(), "this cannot be set");
    };
  }

  /** Only whole octets of options can be written. */
  private List<Expr> option(Statement.Mangle mangle, Term.Option option) {
    if (!option.isWhole()) {
      throw new CompileException(
          mangle.key().span(), "only whole octets of an option can be written");
    }
    if (mangle.value() instanceof Expression.Range) {
      throw new CompileException(mangle.value().span(), "exthdr: range argument not supported");
    }
    Emitter emitter = loaded(mangle, option.type());
    emitter.add(
        new ExthdrSet(
            Register.R1, option.op(), option.number(), option.firstOctet(), option.octets()));
    return emitter.exprs();
  }

  private Emitter loaded(Statement.Mangle mangle, ValueType type) {
    Emitter emitter = new Emitter();
    Term term = value(mangle, type);
    if (type.host()) {
      emitter.loadHost(term);
    } else {
      emitter.loadNetwork(term);
    }
    return emitter;
  }

  private Term value(Statement.Mangle mangle, ValueType type) {
    if (mangle.value() instanceof Expression.SetLiteral) {
      throw new CompileException(
          mangle.value().span(), "you cannot use a set here, unknown value to use");
    }
    Term term = terms.term(mangle.value(), List.of(type));
    checkLength(mangle, term, type);
    if (term.types().size() != 1 || !fits(type, term)) {
      throw new CompileException(
          mangle.value().span(),
          "datatype mismatch: expected %s, expression has type %s"
              .formatted(TypeNames.description(type.data()), TypeNames.description(term.types())),
          mangle.span());
    }
    return term;
  }

  /** Marks take any number; what is no part of a packet becomes what is wanted. */
  private static boolean fits(ValueType want, Term term) {
    ValueType have = term.type();
    boolean number = !have.isText() && !have.data().isBitmask();
    boolean plain = have.data() == DataType.INTEGER && !(term instanceof Term.Bits);
    return plain
        || have.data().number() == want.data().number()
        || (want.data() == DataType.MARK && number);
  }

  /** A header's number without a meaning of its own must be as long as what it is written to. */
  private static void checkLength(Statement.Mangle mangle, Term term, ValueType want) {
    if (term instanceof Term.Field
        && term.type().data() == DataType.INTEGER
        && term.type().bits() != want.bits()) {
      throw new CompileException(
          mangle.value().span(),
          "datatype mismatch: expected %s, expression has type integer with length %d"
              .formatted(TypeNames.description(want.data()), term.type().bits()),
          mangle.span());
    }
  }

  /** Octets are written whole, two at least where a checksum covers them. */
  private List<Expr> write(Statement.Mangle mangle, Expression.Payload payload) {
    Term.Field field = (Term.Field) terms.term(payload, null);
    Protocol protocol = payload.field().protocol();
    boolean sum = protocol.base() != Payload.Base.LINK && covered(protocol);
    int first = field.firstOctet();
    int last = first + field.octets();
    if (sum && ((last - first) % 2 != 0 || !field.isWhole())) {
      first -= first % 2;
      last += last % 2;
    }
    Emitter emitter = new Emitter();
    boolean whole = first == field.firstOctet() && last == first + field.octets();
    if (whole && field.isWhole()) {
      emitter.load(value(mangle, field.type()), 0);
    } else {
      masked(emitter, mangle, field, first, last);
    }
    emitter.add(set(payload, field, first, last - first));
    return new ArrayList<>(emitter.exprs());
  }

  private static boolean covered(Protocol protocol) {
    return protocol == Protocol.IP || protocol.base() == Payload.Base.TRANSPORT;
  }

  /** Only a field's own bits change among those of its octets. */
  private void masked(
      Emitter emitter, Statement.Mangle mangle, Term.Field field, int first, int last) {
    int length = last - first;
    int below = 8 * last - field.offset() - field.type().bits();
    BigInteger all = BigInteger.ONE.shiftLeft(8 * length).subtract(BigInteger.ONE);
    BigInteger keep = BigInteger.ZERO;
    BigInteger put;
    if (Literals.isConstant(mangle.value())) {
      put = literals.number(mangle.value(), field.type());
    } else if (value(mangle, field.type()) instanceof Term.Masked masked
        && masked.term().equals(field)) {
      keep = masked.mask();
      put = masked.xor();
    } else {
      throw new CompileException(
          mangle.value().span(), "only a constant can be written into part of an octet");
    }
    BigInteger mask = all.andNot(field.type().max().shiftLeft(below)).or(keep.shiftLeft(below));
    Bytes maskOctets = ValueType.encode(mask, length, false);
    Bytes xor = ValueType.encode(put.shiftLeft(below), length, false);
    emitter.add(new Payload(Register.R1, field.base(), first, length));
    emitter.add(
        new Bitwise(Register.R1, Register.R1, length, new Bitwise.MaskXor(maskOctets, xor)));
  }

  private PayloadSet set(Expression.Payload payload, Term.Field field, int first, int length) {
    Protocol protocol = payload.field().protocol();
    String name = payload.field().name();
    int type = 0;
    int offset = 0;
    int flags = 0;
    switch (protocol) {
      case IP -> {
        type = INTERNET_CHECKSUM;
        offset = IP_CHECKSUM_OCTET;
        flags = inPseudoHeader(name) ? PSEUDO_HEADER : 0;
      }
      case IP6 -> flags = inPseudoHeader(name) ? PSEUDO_HEADER : 0;
      case TCP, UDP, UDPLITE, DCCP, ICMPV6 -> {
        var checksum = protocol.field("checksum");
        boolean own = name.equals("checksum");
        type = own || checksum == null ? 0 : INTERNET_CHECKSUM;
        offset = own || checksum == null ? 0 : checksum.offset() / 8;
        flags = PSEUDO_HEADER;
      }
      case ICMP, IGMP -> {
        type = INTERNET_CHECKSUM;
        offset = 2;
      }
      default -> {}
    }
    return new PayloadSet(Register.R1, field.base(), first, length, type, offset, flags);
  }

  private static boolean inPseudoHeader(String name) {
    return switch (name) {
      case "saddr", "daddr", "protocol", "nexthdr" -> true;
      default -> false;
    };
  }
}
