package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields of headers. Octets are written whole, two at least where a checksum covers them:
 * the others of a pair are read first and written back as they were.
 */
final class PayloadWriter {
  private static final int INTERNET_CHECKSUM = 1;
  private static final int CRC32C = 2;
  private static final int PSEUDO_HEADER = 1;

  private final MangleCompiler mangles;
  private final TermCompiler terms;
  private final Literals literals;

  PayloadWriter(MangleCompiler mangles, TermCompiler terms, Literals literals) {
    this.mangles = mangles;
    this.terms = terms;
    this.literals = literals;
  }

  /**
   * The octets that are read and written back.
   *
   * @param first the first of them, from the header's start
   * @param below bits among them behind the field
   */
  private record Octets(int first, int length, int below) {
    /** The bits of the field among them. */
    BigInteger field(ValueType type) {
      return type.max().shiftLeft(below);
    }

    BigInteger all() {
      return BigInteger.ONE.shiftLeft(8 * length).subtract(BigInteger.ONE);
    }
  }

  static CompileException unsupported(Expression expression) {
    return new CompileException(
        expression.span(), "payload statement for this expression is not supported");
  }

  /** The expressions of a statement; of one that writes raw bits, the field is absent. */
  List<Expr> write(Statement.Mangle mangle, @Nullable HeaderField header) {
    Term.Field field = (Term.Field) terms.term(mangle.key(), null);
    if (mangle.value() instanceof Expression.Range range) {
      throw new CompileException(
          range.span(), "payload: range argument not supported", mangle.span());
    }
    Octets octets = octets(field, header);
    Emitter emitter = new Emitter();
    if (field.isWhole() && octets.length == field.octets()) {
      Term value = mangles.value(mangle, field.type(), 0);
      emitter.load(TermCompiler.inOrder(value, false), 0);
    } else {
      emitter.add(new Payload(Register.R1, field.base(), octets.first, octets.length));
      emitter.add(changed(mangle, field, octets));
    }
    emitter.add(set(header, field.base(), octets));
    return emitter.exprs();
  }

  private static Octets octets(Term.Field field, @Nullable HeaderField header) {
    int first = field.firstOctet();
    int length = field.octets();
    int below = field.shift();
    boolean pairs =
        field.base() == Payload.Base.INNER
            || (header != null
                && (header.protocol() == Protocol.VLAN || checksumType(header.protocol()) != 0));
    if (pairs && length % 2 != 0) {
      length++;
      below += first % 2 == 0 ? 8 : 0;
      first -= first % 2;
    }
    return new Octets(first, length, below);
  }

  /** A constant, or the field itself with some of its bits changed. */
  private Bitwise changed(Statement.Mangle mangle, Term.Field field, Octets octets) {
    BigInteger own = octets.field(field.type());
    if (Literals.isConstant(mangle.value())) {
      Term term = mangles.value(mangle, field.type(), 0);
      BigInteger value = ((Term.Constant) term).value();
      return bitwise(octets, octets.all().andNot(own), value.shiftLeft(octets.below));
    }
    List<BinaryOp> operations = operations(mangle, field);
    BigInteger mask = octets.all();
    BigInteger xor = BigInteger.ZERO;
    for (BinaryOp operation : operations) {
      BigInteger operand = literals.number(constantSide(operation), field.type());
      boolean first = operation.equals(operations.getFirst());
      BigInteger bits = first ? operand.shiftLeft(octets.below) : operand;
      BigInteger rest = first ? octets.all().andNot(own) : BigInteger.ZERO;
      switch (operation.operator()) {
        case AND -> {
          mask = mask.and(bits.or(rest));
          xor = xor.and(bits.or(rest));
        }
        case OR -> {
          mask = mask.andNot(bits);
          xor = xor.or(bits);
        }
        case XOR -> xor = xor.xor(bits);
        case LSHIFT, RSHIFT -> throw unsupported(mangle.value());
      }
    }
    return bitwise(octets, mask, xor);
  }

  /** What is done to the field that is written, the innermost first. */
  private List<BinaryOp> operations(Statement.Mangle mangle, Term.Field field) {
    Term term = mangles.value(mangle, field.type(), 0);
    List<BinaryOp> operations = new ArrayList<>();
    Expression rest = mangle.value();
    while (rest instanceof BinaryOp operation) {
      operations.addFirst(operation);
      rest = Literals.isConstant(operation.left()) ? operation.right() : operation.left();
    }
    boolean itself =
        !operations.isEmpty()
            && term instanceof Term.Masked masked
            && masked.term().equals(field)
            && operations.stream().allMatch(o -> Literals.isConstant(constantSide(o)));
    if (!itself) {
      throw unsupported(mangle.value());
    }
    return operations;
  }

  private static Expression constantSide(BinaryOp operation) {
    return Literals.isConstant(operation.left()) ? operation.left() : operation.right();
  }

  private static Bitwise bitwise(Octets octets, BigInteger mask, BigInteger xor) {
    return new Bitwise(
        Register.R1,
        Register.R1,
        octets.length,
        new Bitwise.MaskXor(
            ValueType.encode(mask, octets.length, false),
            ValueType.encode(xor, octets.length, false)));
  }

  private static PayloadSet set(@Nullable HeaderField header, Payload.Base base, Octets octets) {
    Protocol protocol = header == null ? null : header.protocol();
    HeaderField checksum =
        protocol == null || checksumType(protocol) == 0 ? null : protocol.field("checksum");
    boolean pseudo =
        base == Payload.Base.INNER
            || protocol == Protocol.UDP
            || (header != null && isInPseudoHeader(header));
    return new PayloadSet(
        Register.R1,
        base,
        octets.first,
        octets.length,
        protocol == null ? 0 : checksumType(protocol),
        checksum == null ? 0 : checksum.offset() / 8,
        pseudo ? PSEUDO_HEADER : 0);
  }

  /** The checksum of UDP may be absent: the kernel mends it with the pseudo header's. */
  private static int checksumType(Protocol protocol) {
    return switch (protocol) {
      case ICMP, ICMPV6, IGMP, IP, TCP -> INTERNET_CHECKSUM;
      case SCTP -> CRC32C;
      default -> 0;
    };
  }

  private static boolean isInPseudoHeader(HeaderField field) {
    return switch (field.protocol()) {
      case IP, IP6 ->
          switch (field.name()) {
            case "saddr", "daddr", "protocol", "nexthdr", "length" -> true;
            default -> false;
          };
      default -> false;
    };
  }
}
