package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Register;
import java.util.Arrays;

/** Compares registers with constants; values of at most eight octets as numbers. */
final class CompareSteps {
  private CompareSteps() {}

  static Step of(Cmp cmp) {
    int offset = Register.offset(cmp.sreg());
    int length = cmp.data().length();
    if (length > 8) {
      return octets(cmp.op(), offset, cmp.data().toArray());
    }
    long value = cmp.data().toLongBigEndian();
    return switch (cmp.op()) {
      case EQ ->
          e -> Registers.number(e.registers, offset, length) == value ? Step.NEXT : Step.BREAK;
      case NEQ ->
          e -> Registers.number(e.registers, offset, length) != value ? Step.NEXT : Step.BREAK;
      case LT, LTE, GT, GTE ->
          e ->
              holds(
                      cmp.op(),
                      Long.compareUnsigned(Registers.number(e.registers, offset, length), value))
                  ? Step.NEXT
                  : Step.BREAK;
    };
  }

  private static Step octets(CmpOp op, int offset, byte[] value) {
    return e ->
        holds(
                op,
                Arrays.compareUnsigned(
                    e.registers, offset, offset + value.length, value, 0, value.length))
            ? Step.NEXT
            : Step.BREAK;
  }

  private static boolean holds(CmpOp op, int order) {
    return switch (op) {
      case EQ -> order == 0;
      case NEQ -> order != 0;
      case LT -> order < 0;
      case LTE -> order <= 0;
      case GT -> order > 0;
      case GTE -> order >= 0;
    };
  }

  static Step of(Range range) {
    int offset = Register.offset(range.sreg());
    byte[] from = range.from().toArray();
    byte[] to = range.to().toArray();
    int length = from.length;
    boolean inside = range.op() == CmpOp.EQ;
    return e -> {
      byte[] registers = e.registers;
      boolean holds =
          Arrays.compareUnsigned(registers, offset, offset + length, from, 0, length) >= 0
              && Arrays.compareUnsigned(registers, offset, offset + length, to, 0, length) <= 0;
      return holds == inside ? Step.NEXT : Step.BREAK;
    };
  }
}
