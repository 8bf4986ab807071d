package dev.dejima.packet.filter;

/** The instruction codes of classic BPF, with the names of {@code linux/filter.h}. */
final class Opcode {
  static final int LD = 0x00;
  static final int LDX = 0x01;
  static final int ST = 0x02;
  static final int STX = 0x03;
  static final int ALU = 0x04;
  static final int JMP = 0x05;
  static final int RET = 0x06;
  static final int MISC = 0x07;

  static final int W = 0x00;
  static final int H = 0x08;
  static final int B = 0x10;

  static final int IMM = 0x00;
  static final int ABS = 0x20;
  static final int IND = 0x40;
  static final int MEM = 0x60;
  static final int LEN = 0x80;
  static final int MSH = 0xa0;

  static final int NEG = 0x80;

  static final int JA = 0x00;
  static final int JEQ = 0x10;
  static final int JGT = 0x20;
  static final int JGE = 0x30;
  static final int JSET = 0x40;

  /** The second operand is the constant. */
  static final int K = 0x00;

  /** The second operand is the register X. */
  static final int X = 0x08;

  /** What to return is in the register A. */
  static final int A = 0x10;

  static final int TAX = 0x00;
  static final int TXA = 0x80;

  /** {@code BPF_MEMWORDS}: words of scratch memory. */
  static final int MEMWORDS = 16;

  /** {@code BPF_MAXINSNS}. */
  static final int MAXINSNS = 4096;

  private Opcode() {}
}
