package dev.dejima.nft.compile;

import dev.dejima.nft.compile.Literals.Interval;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Matches: a term of the packet against a value, a range, a prefix, flags, or a set. */
final class MatchCompiler {
  private final RuleCompiler rule;
  private final TermCompiler terms;
  private final ProtocolContext protocols;
  private final Literals literals;
  private final List<Step> steps;

  MatchCompiler(
      RuleCompiler rule,
      TermCompiler terms,
      ProtocolContext protocols,
      Literals literals,
      List<Step> steps) {
    this.rule = rule;
    this.terms = terms;
    this.protocols = protocols;
    this.literals = literals;
    this.steps = steps;
  }

  /** Constants beside what is looked at have the types that a named set's fields have. */
  private @Nullable List<ValueType> wanted(Statement.Match match) {
    boolean constants =
        match.left() instanceof Expression.Concat concat
            && concat.parts().stream().anyMatch(part -> part instanceof Expression.Symbol);
    return constants && match.right() instanceof Expression.SetReference set
        ? rule.keys(set)
        : null;
  }

  /** What is left of a term once its last steps are done to the constant instead. */
  private record Transferred(Term term, UnaryOperator<BigInteger> adjust) {}

  void compile(Statement.Match written) {
    Term whole = asked(terms.term(written.left(), wanted(written)), written.right());
    Transferred transferred =
        isTransferable(written.right(), written.operator())
            ? transfer(whole)
            : new Transferred(whole, UnaryOperator.identity());
    Term left = transferred.term;
    checkNoLabel(left, written.right());
    Statement.Match match = alone(written, left);
    boolean negated = match.operator() == RelationalOperator.NE;
    switch (match.right()) {
      case Expression.SetLiteral set -> {
        equality(match);
        SetUse use = rule.set(set, match.left(), left, List.of(), transferred.adjust);
        steps.add(new Step.Member(left, use, negated));
        if (!negated) {
          List<BigInteger> values = values(set, left, transferred.adjust);
          protocols.learnAny(left, values);
          if (!values.isEmpty()) {
            protocols.learnLast(left, values.getLast());
          }
        }
      }
      case Expression.SetReference set -> {
        equality(match);
        TermCompiler.checkKey(match.left());
        SetUse use = rule.set(set, match.left(), whole, List.of(), UnaryOperator.identity());
        steps.add(new Step.Member(whole, use, negated));
        if (!negated) {
          protocols.learnAny(whole, List.of());
        }
      }
      case Expression.Concat concat ->
          throw new CompileException(
              match.left().span(),
              "Use concatenations with sets and maps, not singleton values",
              concat.span());
      default -> value(match, whole, left, transferred.adjust);
    }
  }

  /** The numbers of security labels are the kernel's own. */
  private static void checkNoLabel(Term left, Expression right) {
    boolean label =
        switch (left) {
          case Term.Meta meta -> meta.key() == MetaKey.SECMARK;
          case Term.Tracked ct -> ct.key() == CtKey.SECMARK;
          default -> false;
        };
    if (label && !(right instanceof Expression.SetReference)) {
      throw new CompileException(
          right.span(), "Cannot be used with right hand side constant value");
    }
  }

  /** Of a look-up compared with {@code exists} or {@code missing} only that is asked for. */
  private static Term asked(Term left, Expression right) {
    boolean presence =
        right instanceof Expression.Symbol symbol
            && (symbol.text().equals("exists") || symbol.text().equals("missing"))
            && symbol.kind() == Expression.Symbol.Kind.WORD;
    return presence && left instanceof Term.Read(Fib fib)
        ? new Term.Read(new Fib(fib.flags() | Fib.PRESENT, fib.result()))
        : left;
  }

  /**
   * A set of one member is that member, unless it is more than a value; of one from JSON nft keeps
   * nothing but that.
   */
  private static Statement.Match alone(Statement.Match match, Term left) {
    boolean equality =
        switch (match.operator()) {
          case IMPLICIT, EQ, NE -> true;
          default -> false;
        };
    if (!equality
        || left.types().size() > 1
        || !(match.right() instanceof Expression.SetLiteral set)
        || set.elements().size() != 1) {
      return match;
    }
    Expression.Element only = set.elements().getFirst();
    boolean kept = !only.statements().isEmpty() && set.span().isKnown();
    if (only.value() != null || kept || !Literals.isConstant(only.key())) {
      return match;
    }
    DataType type = left.type().data();
    boolean exact = type.isBitmask() && type != DataType.CT_STATE;
    RelationalOperator operator =
        exact && match.operator() == RelationalOperator.IMPLICIT
            ? RelationalOperator.EQ
            : match.operator();
    return new Statement.Match(match.left(), operator, only.key(), match.span());
  }

  private static void equality(Statement.Match match) {
    switch (match.operator()) {
      case IMPLICIT, IN, EQ, NE -> {}
      default ->
          throw new CompileException(
              match.right().span(),
              "Relational expression (%s) is undefined for %s expressions"
                  .formatted(match.operator().word(), form(match.right())),
              match.span());
    }
  }

  private static String form(Expression right) {
    return switch (right) {
      case Expression.SetLiteral _ -> "set";
      case Expression.SetReference _ -> "set reference";
      case Expression.Concat _ -> "concat";
      case Expression.Prefix _ -> "prefix";
      case Expression.Range _ -> "range";
      case Expression.FlagList _ -> "list";
      default -> "value";
    };
  }

  private List<BigInteger> values(
      Expression.SetLiteral set, Term left, UnaryOperator<BigInteger> adjust) {
    List<BigInteger> values = new ArrayList<>();
    if (left.types().size() == 1) {
      for (Expression.Element element : set.elements()) {
        if (!(element.key() instanceof Expression.Wildcard)) {
          Interval interval = literals.interval(element.key(), left.type());
          TermCompiler.checkMost(left, interval.high(), element.key().span());
          values.add(adjust.apply(interval.low()));
        }
      }
    }
    return values;
  }

  /** What was moved up ends in zeros. */
  private static void checkShift(Statement.Match match, Term whole, BigInteger value) {
    boolean never =
        whole instanceof Term.Shifted shifted
            && shifted.left()
            && value.signum() != 0
            && value.getLowestSetBit() < shifted.bits();
    if (never) {
      throw new CompileException(
          match.right().span(), "Comparison is always false", match.left().span());
    }
  }

  /** Only of what may be missing it can be asked whether it is there. */
  private static void checkPresence(Statement.Match match, Term whole) {
    boolean asked =
        match.right() instanceof Expression.Symbol symbol
            && symbol.kind() == Expression.Symbol.Kind.WORD
            && (symbol.text().equals("exists") || symbol.text().equals("missing"));
    boolean field = whole instanceof Term.Field || whole instanceof Term.Meta;
    boolean presence = whole.types().getFirst().data() == DataType.BOOLEAN;
    if (asked && field && !presence && !whole.type().isText()) {
      throw new CompileException(
          match.right().span(),
          "datatype mismatch, expected %s, expression has type boolean type"
              .formatted(TypeNames.description(whole.type().data())),
          match.left().span());
    }
  }

  /** A match with one value, with what was left of a term. */
  private void value(
      Statement.Match match, Term whole, Term left, UnaryOperator<BigInteger> adjust) {
    Expression right = match.right();
    if (!Literals.isConstant(right)) {
      throw new CompileException(
          right.span(), "Right hand side of relational expression must be constant");
    }
    if (left.types().size() != 1) {
      throw new CompileException(
          right.span(), "invalid data type, expected " + TypeNames.description(left.types()));
    }
    checkPresence(match, whole);
    Interval interval = literals.interval(right, whole.type());
    TermCompiler.checkMost(left, interval.high(), right.span());
    if (!left.equals(whole)) {
      checkShift(match, whole, interval.low());
    }
    BigInteger low = adjust.apply(interval.low());
    BigInteger high = adjust.apply(interval.high());
    boolean negated = match.operator() == RelationalOperator.NE;
    if (interval.prefix() >= 0) {
      equality(match);
      steps.add(new Step.Prefixed(left, negated, low, interval.prefix()));
    } else if (right instanceof Expression.Range && !low.equals(high)) {
      equality(match);
      within(left, negated, low, high);
    } else {
      single(match, left, low);
    }
  }

  /** A range of hours that runs over midnight UTC is all but its complement. */
  private void within(Term left, boolean negated, BigInteger low, BigInteger high) {
    if (low.compareTo(high) > 0 && left.type().data() == DataType.TIME_HOUR) {
      steps.add(new Step.Within(left, !negated, high, low));
    } else {
      steps.add(new Step.Within(left, negated, low, high));
    }
  }

  private void single(Statement.Match match, Term left, BigInteger value) {
    RelationalOperator operator = match.operator();
    boolean flags = left.type().data().isBitmask();
    if (operator == RelationalOperator.NEGATED
        || (operator == RelationalOperator.IMPLICIT && flags)) {
      if (!flags) {
        throw new CompileException(
            match.left().span(),
            "negation can only be used with singleton bitmask values.  Did you mean \"!=\"?",
            match.right().span());
      }
      steps.add(
          isCombined(left)
              ? new Step.Compare(left, CmpOp.EQ, value)
              : new Step.AnyBit(left, operator == RelationalOperator.NEGATED, value));
      return;
    }
    CmpOp op = RuleCompiler.order(operator);
    checkOrder(match, left.type(), op);
    if (op != CmpOp.EQ || !rule.isRedundant(left, value)) {
      steps.add(new Step.Compare(left, op, value));
    }
    if (op == CmpOp.EQ) {
      protocols.learn(left, value);
    }
  }

  /** What is left of masked flags is compared whole, whatever the operator. */
  private static boolean isCombined(Term left) {
    return left instanceof Term.Masked
        || left instanceof Term.Shifted
        || left instanceof Term.Combined;
  }

  /** Text has no order. */
  private static void checkOrder(Statement.Match match, ValueType type, CmpOp op) {
    boolean ordered = op != CmpOp.EQ && op != CmpOp.NEQ;
    if (ordered && type.isText()) {
      throw new CompileException(
          match.right().span(),
          "Relational expression ("
              + match.operator().word()
              + ") is undefined for "
              + TypeNames.description(type.data())
              + " type");
    }
  }

  /** An exclusive or, or a shift, done last, can as well be undone on the constant. */
  private static Transferred transfer(Term term) {
    return switch (term) {
      case Term.Masked masked
          when masked.mask().equals(masked.type().max()) && masked.xor().signum() > 0 ->
          new Transferred(unmixed(masked), v -> v.xor(masked.xor()));
      case Term.Shifted shifted when shifted.left() ->
          new Transferred(shifted.term(), v -> v.shiftRight(shifted.bits()));
      case Term.Shifted shifted -> {
        ValueType type = shifted.type();
        BigInteger rest = type.max().shiftLeft(shifted.bits()).and(type.max());
        yield new Transferred(
            new Term.Masked(shifted.term(), rest, BigInteger.ZERO, type),
            v -> v.shiftLeft(shifted.bits()).and(type.max()));
      }
      default -> new Transferred(term, UnaryOperator.identity());
    };
  }

  /** A term before its exclusive or; a mask that makes it narrower stays. */
  private static Term unmixed(Term.Masked masked) {
    return masked.term().type().bits() > masked.type().bits()
        ? new Term.Masked(masked.term(), masked.mask(), BigInteger.ZERO, masked.type())
        : masked.term();
  }

  /** Only single values are compared with what is left of a term. */
  private static boolean isTransferable(Expression right, RelationalOperator operator) {
    return switch (operator) {
      case IMPLICIT, IN, EQ, NE ->
          switch (right) {
            case Expression.SetLiteral set ->
                set.elements().stream().allMatch(e -> isTransferable(e.key(), operator));
            case Expression.Symbol _, Expression.BinaryOp _, Expression.FlagList _ -> true;
            default -> false;
          };
      case LT, GT, LE, GE, NEGATED -> false;
    };
  }

  /** Whether a set's field can be asked for a term: the same type, or a plain number as long. */
  static boolean compatible(ValueType want, ValueType have) {
    if (want.data() == have.data()) {
      return want.data().bits() > 0 || want.octets() == have.octets();
    }
    boolean plain = want.data() == DataType.INTEGER || have.data() == DataType.INTEGER;
    return plain && want.octets() == have.octets();
  }
}
