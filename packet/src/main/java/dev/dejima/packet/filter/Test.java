package dev.dejima.packet.filter;

import org.jspecify.annotations.Nullable;

/** One conditional jump: a comparison of two unsigned numbers. */
record Test(Value left, Comparison comparison, Value right) {
  enum Comparison {
    EQUAL(Opcode.JEQ),
    GREATER(Opcode.JGT),
    GREATER_OR_EQUAL(Opcode.JGE),
    ANY_BIT(Opcode.JSET);

    private final int code;

    Comparison(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    boolean holds(int left, int right) {
      return switch (this) {
        case EQUAL -> left == right;
        case GREATER -> Integer.compareUnsigned(left, right) > 0;
        case GREATER_OR_EQUAL -> Integer.compareUnsigned(left, right) >= 0;
        case ANY_BIT -> (left & right) != 0;
      };
    }
  }

  /** The outcome where it is the same for every packet, else null. */
  @Nullable Boolean outcome() {
    if (left instanceof Value.Constant a && right instanceof Value.Constant b) {
      return comparison.holds(a.value(), b.value());
    }
    boolean noBits = right instanceof Value.Constant b && b.value() == 0;
    return (comparison == Comparison.ANY_BIT && noBits) ? Boolean.FALSE : null;
  }
}
