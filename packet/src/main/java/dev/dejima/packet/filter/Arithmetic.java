package dev.dejima.packet.filter;

/** A number computed from a packet: unsigned, 32 bits, wrapping around. */
public sealed interface Arithmetic {
  record Constant(int value) implements Arithmetic {}

  /** {@code len}: the octets of the packet on the wire. */
  record PacketLength() implements Arithmetic {}

  /** {@code protocol[index:size]}; size is 1, 2 or 4 octets. */
  record Octets(Protocol protocol, Arithmetic index, int size) implements Arithmetic {}

  record Binary(Operator operator, Arithmetic left, Arithmetic right) implements Arithmetic {}

  record Negation(Arithmetic operand) implements Arithmetic {}

  /** The operations of classic BPF. */
  enum Operator {
    ADD("+", 0x00),
    SUBTRACT("-", 0x10),
    MULTIPLY("*", 0x20),
    DIVIDE("/", 0x30),
    OR("|", 0x40),
    AND("&", 0x50),
    SHIFT_LEFT("<<", 0x60),
    SHIFT_RIGHT(">>", 0x70),
    MODULO("%", 0x90),
    XOR("^", 0xa0);

    private final String sign;
    private final int code;

    Operator(String sign, int code) {
      this.sign = sign;
      this.code = code;
    }

    /** The bits of the instruction that choose the operation. */
    int code() {
      return code;
    }

    /** Shifts use the low five bits of their right side, as the kernel's do. */
    int apply(int left, int right) {
      return switch (this) {
        case ADD -> left + right;
        case SUBTRACT -> left - right;
        case MULTIPLY -> left * right;
        case DIVIDE -> Integer.divideUnsigned(left, right);
        case MODULO -> Integer.remainderUnsigned(left, right);
        case OR -> left | right;
        case AND -> left & right;
        case XOR -> left ^ right;
        case SHIFT_LEFT -> left << right;
        case SHIFT_RIGHT -> left >>> right;
      };
    }

    @Override
    public String toString() {
      return sign;
    }
  }
}
