package dev.dejima.nft.compile;

import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Statement;
import java.util.List;

/** The statements that write: {@code meta mark set}, {@code ct mark set}, {@code ip dscp set}. */
final class MangleCompiler {
  private final TermCompiler terms;
  private final Literals literals;

  MangleCompiler(TermCompiler terms, Literals literals) {
    this.terms = terms;
    this.literals = literals;
  }

  List<Expr> compile(Statement.Mangle mangle) {
    return switch (mangle.key()) {
      case Expression.Meta meta -> {
        Emitter emitter = loaded(mangle, ValueType.of(meta.key()), "meta");
        emitter.add(new MetaSet(meta.key(), Register.R1));
        yield emitter.exprs();
      }
      case Expression.Ct ct -> {
        Emitter emitter = loaded(mangle, ValueType.of(ct.key()), "ct");
        emitter.add(new CtSet(ct.key(), Register.R1, ct.direction()));
        yield emitter.exprs();
      }
      case Expression.Payload payload
          when payload.field().protocol().base() != Payload.Base.TUNNEL ->
          new PayloadWriter(this, terms, literals).write(mangle, payload.field());
      case Expression.Payload _, Expression.Inner _ ->
          throw PayloadWriter.unsupported(mangle.key());
      case Expression.RawPayload _ -> new PayloadWriter(this, terms, literals).write(mangle, null);
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
    checkNoRange(mangle, "exthdr");
    Emitter emitter = new Emitter();
    Term term = value(mangle, option.type(), 0);
    emitter.load(TermCompiler.inOrder(term, false), 0);
    emitter.add(
        new ExthdrSet(
            Register.R1, option.op(), option.number(), option.firstOctet(), option.octets()));
    return emitter.exprs();
  }

  private static void checkNoRange(Statement.Mangle mangle, String what) {
    if (mangle.value() instanceof Expression.Range) {
      throw new CompileException(
          mangle.value().span(), what + ": range argument not supported", mangle.span());
    }
  }

  private Emitter loaded(Statement.Mangle mangle, ValueType type, String what) {
    checkNoRange(mangle, what);
    Emitter emitter = new Emitter();
    Term term = value(mangle, type, type.bits());
    boolean turned =
        type.data() == DataType.MARK
            || (term instanceof Term.Read read && read.source() instanceof Rt);
    emitter.load(turned ? TermCompiler.inOrder(term, type.host()) : term, 0);
    return emitter;
  }

  /**
   * The value that is written.
   *
   * @param type of what is written to
   * @param bits how wide a number must be; 0 where its own width is kept
   */
  Term value(Statement.Mangle mangle, ValueType type, int bits) {
    Expression value = mangle.value();
    if (value instanceof Expression.SetLiteral) {
      throw new CompileException(value.span(), "you cannot use a set here, unknown value to use");
    }
    ElementCompiler.checkSingleData(value);
    Term term = terms.written(value, type, bits);
    if (term.types().size() != 1 || !isCompatible(type.data(), term.type().data())) {
      throw mismatch(mangle, type, TypeNames.description(term.types()));
    }
    boolean payload = term instanceof Term.Field field && field.isWhole();
    if (payload && term.type().data() == DataType.INTEGER && term.type().bits() != type.bits()) {
      throw mismatch(mangle, type, "integer with length " + term.type().bits());
    }
    return term;
  }

  private static CompileException mismatch(Statement.Mangle mangle, ValueType type, String have) {
    return new CompileException(
        mangle.value().span(),
        "datatype mismatch: expected %s, expression has type %s"
            .formatted(TypeNames.description(type.data()), have),
        mangle.span());
  }

  /** A mark takes anything that is a number. */
  private static boolean isCompatible(DataType want, DataType have) {
    return have == want
        || (want == DataType.MARK
            && switch (have) {
              case INVALID, VERDICT, STRING, IFNAME, LL_ADDR, ETHER_ADDR -> false;
              default -> !have.isBitmask();
            });
  }
}
