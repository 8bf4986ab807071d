package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;

/**
 * Works on the bits of a register ({@code nft_bitwise.c}).
 *
 * @param sreg where from
 * @param dreg where to
 * @param length octets
 * @param operation what to do, with its operands
 */
public record Bitwise(int sreg, int dreg, int length, Operation operation) implements Expr {
  /** {@code enum nft_bitwise_ops}. */
  public sealed interface Operation {}

  /** {@code dreg = (sreg & mask) ^ xor}: and, or, xor and not are all of this form. */
  public record MaskXor(Bytes mask, Bytes xor) implements Operation {}

  /** {@code dreg = sreg << bits}. */
  public record ShiftLeft(int bits) implements Operation {}

  /** {@code dreg = sreg >>> bits}. */
  public record ShiftRight(int bits) implements Operation {}

  /** {@code dreg = sreg operator sreg2}. */
  public record Combine(Operator operator, int sreg2) implements Operation {}

  /** How two registers are combined. */
  public enum Operator {
    AND("&"),
    OR("|"),
    XOR("^");

    private final String word;

    Operator(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
