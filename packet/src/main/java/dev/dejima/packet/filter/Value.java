package dev.dejima.packet.filter;

import org.jspecify.annotations.Nullable;

/**
 * A number that a program computes, as a tree that compares by content: equal trees are equal
 * numbers, which is what lets the optimizer keep a register or skip a test.
 */
sealed interface Value {
  record Constant(int value) implements Value {}

  record PacketLength() implements Value {}

  /** Four times the low half of the octet at {@code offset}: the length of an IPv4 header. */
  record HeaderLength(int offset) implements Value {}

  /** {@code size} octets at {@code base + offset}; no base means 0. */
  record Load(int size, @Nullable Value base, int offset) implements Value {}

  record Compute(Arithmetic.Operator operator, Value left, Value right) implements Value {}

  record Negate(Value operand) implements Value {}

  static Value load(int size, Value index, int offset) {
    return index instanceof Constant constant
        ? new Load(size, null, constant.value() + offset)
        : new Load(size, index, offset);
  }

  static Value negate(Value operand) {
    return operand instanceof Constant constant
        ? new Constant(-constant.value())
        : new Negate(operand);
  }

  /** The computation, folded as libpcap's optimizer folds it: what 0 absorbs is not loaded. */
  static Value compute(Arithmetic.Operator operator, Value left, Value right) {
    if (left instanceof Constant a && right instanceof Constant b) {
      boolean division =
          operator == Arithmetic.Operator.DIVIDE || operator == Arithmetic.Operator.MODULO;
      if (division && b.value() == 0) {
        throw new FilterException("division by zero", 0);
      }
      return new Constant(operator.apply(a.value(), b.value()));
    }
    if (right instanceof Constant b && b.value() == 0) {
      return switch (operator) {
        case ADD, SUBTRACT, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT -> left;
        case MULTIPLY, AND -> right;
        case DIVIDE, MODULO -> throw new FilterException("division by zero", 0);
      };
    }
    if (left instanceof Constant a && a.value() == 0) {
      return switch (operator) {
        case ADD, OR, XOR -> right;
        case MULTIPLY, AND, DIVIDE, MODULO, SHIFT_LEFT, SHIFT_RIGHT -> left;
        case SUBTRACT -> new Compute(operator, left, right);
      };
    }
    return new Compute(operator, left, right);
  }
}
