package dev.dejima.packet.filter;

import dev.dejima.packet.filter.Arithmetic.Operator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Runs a program. A load behind the end of a frame and a division by zero end it with 0, as in the
 * kernel; the kernel's ancillary data (offsets from {@code SKF_AD_OFF}) read as behind the end.
 *
 * <p>An instance may be used by one thread at a time.
 */
public final class BpfInterpreter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final Operator[] OPERATORS = new Operator[16];

  static {
    for (Operator operator : Operator.values()) {
      OPERATORS[operator.code() >> 4] = operator;
    }
  }

  private final int[] codes;
  private final int[] jt;
  private final int[] jf;
  private final int[] operands;
  private final int[] scratch = new int[Opcode.MEMWORDS];

  /**
   * Prepares a program.
   *
   * @throws IllegalArgumentException if the kernel would not take it
   */
  public BpfInterpreter(BpfProgram program) {
    BpfVerifier.problem(program)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    int size = program.instructions().size();
    codes = new int[size];
    jt = new int[size];
    jf = new int[size];
    operands = new int[size];
    for (int i = 0; i < size; i++) {
      BpfInstruction instruction = program.instructions().get(i);
      codes[i] = instruction.code();
      jt[i] = instruction.jt();
      jf[i] = instruction.jf();
      operands[i] = instruction.k();
    }
  }

  /** Runs a program once; to run it often, keep an instance. */
  public static int run(BpfProgram program, byte[] frame, int offset, int length) {
    return new BpfInterpreter(program).run(frame, offset, length, length);
  }

  /** Runs on a frame that is there as a whole. */
  public int run(byte[] frame, int offset, int length) {
    return run(frame, offset, length, length);
  }

  /**
   * Runs on {@code length} octets of a frame.
   *
   * @param wireLength the length of the whole frame, which {@code len} means
   * @return octets to keep, 0 for none
   */
  public int run(byte[] frame, int offset, int length, int wireLength) {
    int a = 0;
    int x = 0;
    for (int at = 0; ; at++) {
      int k = operands[at];
      int code = codes[at];
      switch (code) {
        case Opcode.RET | Opcode.K -> {
          return k;
        }
        case Opcode.RET | Opcode.A -> {
          return a;
        }
        case Opcode.LD | Opcode.W | Opcode.ABS -> {
          if (isOutside(k, 4, length)) {
            return 0;
          }
          a = (int) INT.get(frame, offset + k);
        }
        case Opcode.LD | Opcode.H | Opcode.ABS -> {
          if (isOutside(k, 2, length)) {
            return 0;
          }
          a = (short) SHORT.get(frame, offset + k) & 0xffff;
        }
        case Opcode.LD | Opcode.B | Opcode.ABS -> {
          if (isOutside(k, 1, length)) {
            return 0;
          }
          a = frame[offset + k] & 0xff;
        }
        case Opcode.LD | Opcode.W | Opcode.IND -> {
          if (isOutside(x + k, 4, length)) {
            return 0;
          }
          a = (int) INT.get(frame, offset + x + k);
        }
        case Opcode.LD | Opcode.H | Opcode.IND -> {
          if (isOutside(x + k, 2, length)) {
            return 0;
          }
          a = (short) SHORT.get(frame, offset + x + k) & 0xffff;
        }
        case Opcode.LD | Opcode.B | Opcode.IND -> {
          if (isOutside(x + k, 1, length)) {
            return 0;
          }
          a = frame[offset + x + k] & 0xff;
        }
        case Opcode.LDX | Opcode.B | Opcode.MSH -> {
          if (isOutside(k, 1, length)) {
            return 0;
          }
          x = (frame[offset + k] & 0xf) << 2;
        }
        case Opcode.JMP | Opcode.JEQ | Opcode.K -> at += a == k ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JGT | Opcode.K ->
            at += Integer.compareUnsigned(a, k) > 0 ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JGE | Opcode.K ->
            at += Integer.compareUnsigned(a, k) >= 0 ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JSET | Opcode.K -> at += (a & k) != 0 ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JEQ | Opcode.X -> at += a == x ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JGT | Opcode.X ->
            at += Integer.compareUnsigned(a, x) > 0 ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JGE | Opcode.X ->
            at += Integer.compareUnsigned(a, x) >= 0 ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JSET | Opcode.X -> at += (a & x) != 0 ? jt[at] : jf[at];
        case Opcode.JMP | Opcode.JA -> at += k;
        case Opcode.LD | Opcode.IMM -> a = k;
        case Opcode.LD | Opcode.W | Opcode.LEN -> a = wireLength;
        case Opcode.LD | Opcode.MEM -> a = scratch[k];
        case Opcode.LDX | Opcode.IMM -> x = k;
        case Opcode.LDX | Opcode.W | Opcode.LEN -> x = wireLength;
        case Opcode.LDX | Opcode.MEM -> x = scratch[k];
        case Opcode.ST -> scratch[k] = a;
        case Opcode.STX -> scratch[k] = x;
        case Opcode.MISC | Opcode.TAX -> x = a;
        case Opcode.MISC | Opcode.TXA -> a = x;
        case Opcode.ALU | Opcode.NEG -> a = -a;
        default -> {
          int right = (code & Opcode.X) != 0 ? x : k;
          Operator operator = OPERATORS[code >> 4 & 15];
          boolean division = operator == Operator.DIVIDE || operator == Operator.MODULO;
          if (division && right == 0) {
            return 0;
          }
          a = operator.apply(a, right);
        }
      }
    }
  }

  private static boolean isOutside(int at, int size, int length) {
    return at < 0 || at > length - size;
  }
}
