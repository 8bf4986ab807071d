package dev.dejima.packet.filter;

import dev.dejima.packet.filter.Test.Comparison;

/** What a filter asks of a packet, in terms of octets; read from left to right. */
sealed interface Condition {
  record Always(boolean outcome) implements Condition {}

  record Check(Test test) implements Condition {}

  record Not(Condition operand) implements Condition {}

  record And(Condition left, Condition right) implements Condition {}

  record Or(Condition left, Condition right) implements Condition {}

  default Condition and(Condition right) {
    return new And(this, right);
  }

  default Condition or(Condition right) {
    return new Or(this, right);
  }

  static Condition not(Condition operand) {
    return operand instanceof Not inner ? inner.operand() : new Not(operand);
  }

  /** A comparison; a masked number against 0 becomes a test for bits, as the machine has it. */
  static Condition check(Value left, Comparison comparison, Value right) {
    boolean zero = right.equals(new Value.Constant(0));
    if (comparison == Comparison.EQUAL
        && zero
        && left instanceof Value.Compute masked
        && masked.operator() == Arithmetic.Operator.AND
        && masked.right() instanceof Value.Constant) {
      return not(check(masked.left(), Comparison.ANY_BIT, masked.right()));
    }
    Test test = new Test(left, comparison, right);
    Boolean outcome = test.outcome();
    return outcome == null ? new Check(test) : new Always(outcome);
  }

  static Condition check(Value left, Comparison comparison, int right) {
    return check(left, comparison, new Value.Constant(right));
  }
}
