package dev.dejima.nft.expr;

/** The numbers of the registers ({@code enum nft_registers}). */
public final class Register {
  /** Where verdicts go. */
  public static final int VERDICT = 0;

  /** The first of four registers of 16 octets, 1 to 4. */
  public static final int R1 = 1;

  /** The first of sixteen registers of 4 octets, 8 to 23, which lie over the four of 16. */
  public static final int R32_00 = 8;

  private Register() {}

  /** The octets that a value takes in the registers: whole words of 4. */
  public static int padded(int length) {
    return (length + 3) & ~3;
  }

  /** Where a register begins, in octets from the first: 0 to 60. */
  public static int offset(int register) {
    return register >= R32_00 ? (register - R32_00) * 4 : (register - R1) * 16;
  }
}
