package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.Bytes;

/** What rules may do to registers ({@code nft_bitwise_init} and its like). */
final class BitChecks {
  private static final int LONGEST = 16;

  private BitChecks() {}

  /** A constant is at most as long as a register of 16 octets ({@code nft_data_init}). */
  static void value(Bytes value) throws Refused {
    if (value.length() == 0) {
      throw new Refused(Errno.EINVAL);
    }
    if (value.length() > LONGEST) {
      throw new Refused(Errno.EOVERFLOW);
    }
  }

  static Cmp check(Cmp cmp, RegisterUse registers) throws Refused {
    value(cmp.data());
    registers.load(cmp.sreg(), cmp.data().length());
    return cmp;
  }

  static Bitwise check(Bitwise bitwise, RegisterUse registers) throws Refused {
    registers.load(bitwise.sreg(), bitwise.length());
    registers.store(bitwise.dreg(), bitwise.length());
    apart(bitwise.sreg(), bitwise.dreg(), bitwise.length());
    switch (bitwise.operation()) {
      case Bitwise.MaskXor(var mask, var xor) -> {
        value(mask);
        value(xor);
        if (mask.length() != bitwise.length() || xor.length() != bitwise.length()) {
          throw new Refused(Errno.EINVAL);
        }
      }
      case Bitwise.Combine combine -> registers.load(combine.sreg2(), bitwise.length());
      case Bitwise.ShiftLeft(int bits) -> shift(bits);
      case Bitwise.ShiftRight(int bits) -> shift(bits);
    }
    return bitwise;
  }

  private static void shift(int bits) throws Refused {
    if (bits <= 0 || bits >= Integer.SIZE) {
      throw new Refused(Errno.EINVAL);
    }
  }

  /** Source and target are the same, or have no register in common. */
  private static void apart(int source, int target, int length) throws Refused {
    int distance = Math.abs(Register.offset(source) - Register.offset(target));
    if (distance != 0 && distance < Register.padded(length)) {
      throw new Refused(Errno.EINVAL);
    }
  }

  static Byteorder check(Byteorder order, RegisterUse registers) throws Refused {
    if (order.size() != 2 && order.size() != 4 && order.size() != 8) {
      throw new Refused(Errno.EINVAL);
    }
    if (order.length() != order.size()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    registers.load(order.sreg(), order.length());
    registers.store(order.dreg(), order.length());
    apart(order.sreg(), order.dreg(), order.length());
    return order;
  }

  static Range check(Range range, RegisterUse registers) throws Refused {
    boolean whether = range.op() == CmpOp.EQ || range.op() == CmpOp.NEQ;
    if (range.from().length() != range.to().length() || !whether) {
      throw new Refused(Errno.EINVAL);
    }
    value(range.from());
    registers.load(range.sreg(), range.from().length());
    return range;
  }
}
