package dev.dejima.nft.compile;

import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Expr;
import java.math.BigInteger;
import java.util.List;

/** What a rule does, one step after the other, before registers are dealt out. */
sealed interface Step {
  /** Goes on if a term compares so with a value. */
  record Compare(Term left, CmpOp op, BigInteger value) implements Step {}

  /** Goes on if the first bits of a term are, or are not, those of a value. */
  record Prefixed(Term left, boolean negated, BigInteger value, int bits) implements Step {}

  /** Goes on if a term lies within, or without, two values. */
  record Within(Term left, boolean negated, BigInteger low, BigInteger high) implements Step {}

  /** Goes on if any, or none, of some bits of a term is set. */
  record AnyBit(Term left, boolean none, BigInteger bits) implements Step {}

  /** Goes on if a set has, or has not, a key. */
  record Member(Term key, SetUse set, boolean negated) implements Step {}

  /** Expressions that are ready. */
  record Done(List<Expr> exprs) implements Step {
    public Done {
      exprs = List.copyOf(exprs);
    }
  }
}
