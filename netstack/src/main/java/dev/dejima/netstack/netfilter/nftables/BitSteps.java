package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Register;

/** Masks, shifts and turns registers. */
final class BitSteps {
  private static final int WORD = 4;

  private BitSteps() {}

  static Step of(Bitwise bitwise) {
    int from = Register.offset(bitwise.sreg());
    int to = Register.offset(bitwise.dreg());
    int words = (bitwise.length() + WORD - 1) / WORD;
    return switch (bitwise.operation()) {
      case Bitwise.MaskXor(var mask, var xor) ->
          mask(from, to, mask.padTo(words * WORD).toArray(), xor.padTo(words * WORD).toArray());
      case Bitwise.Combine(Bitwise.Operator operator, int sreg2) ->
          combine(from, Register.offset(sreg2), to, words * WORD, operator);
      case Bitwise.ShiftLeft(int bits) -> shiftLeft(from, to, words, bits);
      case Bitwise.ShiftRight(int bits) -> shiftRight(from, to, words, bits);
    };
  }

  private static Step mask(int from, int to, byte[] mask, byte[] xor) {
    return e -> {
      byte[] registers = e.registers;
      for (int i = 0; i < mask.length; i++) {
        registers[to + i] = (byte) ((registers[from + i] & mask[i]) ^ xor[i]);
      }
      return Step.NEXT;
    };
  }

  private static Step combine(int left, int right, int to, int length, Bitwise.Operator operator) {
    return e -> {
      byte[] registers = e.registers;
      for (int i = 0; i < length; i++) {
        int a = registers[left + i];
        int b = registers[right + i];
        registers[to + i] =
            (byte)
                switch (operator) {
                  case AND -> a & b;
                  case OR -> a | b;
                  case XOR -> a ^ b;
                };
      }
      return Step.NEXT;
    };
  }

  /** Words are numbers of the host's order, the first the highest. */
  private static Step shiftLeft(int from, int to, int words, int bits) {
    return e -> {
      int carry = 0;
      for (int i = words - 1; i >= 0; i--) {
        int word = Registers.hostInt(e.registers, from + i * WORD);
        Registers.setHostInt(e.registers, to + i * WORD, (word << bits) | carry);
        carry = word >>> (Integer.SIZE - bits);
      }
      return Step.NEXT;
    };
  }

  private static Step shiftRight(int from, int to, int words, int bits) {
    return e -> {
      int carry = 0;
      for (int i = 0; i < words; i++) {
        int word = Registers.hostInt(e.registers, from + i * WORD);
        Registers.setHostInt(e.registers, to + i * WORD, (word >>> bits) | carry);
        carry = word << (Integer.SIZE - bits);
      }
      return Step.NEXT;
    };
  }

  /** Both directions turn each number's octets round. */
  static Step of(Byteorder order) {
    int from = Register.offset(order.sreg());
    int to = Register.offset(order.dreg());
    int size = order.size();
    int numbers = order.length() / size;
    return e -> {
      byte[] registers = e.registers;
      for (int n = 0; n < numbers; n++) {
        long number = Registers.number(registers, from + n * size, size);
        for (int i = 0; i < size; i++) {
          registers[to + n * size + i] = (byte) (number >>> (8 * i));
        }
      }
      return Step.NEXT;
    };
  }
}
