package dev.dejima.packet.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks programs as the kernel does before it takes one ({@code bpf_check_classic} in
 * net/core/filter.c): known instructions, jumps forward and inside, a return at the end, scratch
 * memory read only where every way there has written it.
 */
public final class BpfVerifier {
  private static final Set<Integer> CODES = Set.copyOf(codes());

  private BpfVerifier() {}

  private static List<Integer> codes() {
    List<Integer> codes = new ArrayList<>();
    for (int operation = 0; operation <= 0xa0; operation += 0x10) {
      codes.add(Opcode.ALU | operation | Opcode.K);
      if (operation != Opcode.NEG) {
        codes.add(Opcode.ALU | operation | Opcode.X);
      }
    }
    for (int size : new int[] {Opcode.W, Opcode.H, Opcode.B}) {
      codes.add(Opcode.LD | size | Opcode.ABS);
      codes.add(Opcode.LD | size | Opcode.IND);
    }
    for (int comparison : new int[] {Opcode.JEQ, Opcode.JGT, Opcode.JGE, Opcode.JSET}) {
      codes.add(Opcode.JMP | comparison | Opcode.K);
      codes.add(Opcode.JMP | comparison | Opcode.X);
    }
    codes.addAll(
        List.of(
            Opcode.LD | Opcode.IMM,
            Opcode.LD | Opcode.LEN,
            Opcode.LD | Opcode.MEM,
            Opcode.LDX | Opcode.IMM,
            Opcode.LDX | Opcode.LEN,
            Opcode.LDX | Opcode.MEM,
            Opcode.LDX | Opcode.B | Opcode.MSH,
            Opcode.ST,
            Opcode.STX,
            Opcode.JMP | Opcode.JA,
            Opcode.RET | Opcode.K,
            Opcode.RET | Opcode.A,
            Opcode.MISC | Opcode.TAX,
            Opcode.MISC | Opcode.TXA));
    return codes;
  }

  /** Why the kernel would not take the program; empty if it would. */
  public static Optional<String> problem(BpfProgram program) {
    List<BpfInstruction> all = program.instructions();
    if (all.isEmpty() || all.size() > Opcode.MAXINSNS) {
      return Optional.of(all.size() + " instructions; 1 to " + Opcode.MAXINSNS + " are allowed");
    }
    for (int i = 0; i < all.size(); i++) {
      String problem = problem(all.get(i), all.size() - i - 1);
      if (!problem.isEmpty()) {
        return Optional.of("instruction " + i + ": " + problem);
      }
    }
    if ((all.getLast().code() & 7) != Opcode.RET) {
      return Optional.of("the last instruction is no return");
    }
    return scratchProblem(all);
  }

  private static String problem(BpfInstruction i, int behind) {
    if (!CODES.contains(i.code())) {
      return "unknown code 0x" + Integer.toHexString(i.code());
    }
    int kind = i.code() & 7;
    boolean memory =
        kind == Opcode.ST
            || kind == Opcode.STX
            || (kind <= Opcode.LDX && (i.code() & 0xe0) == Opcode.MEM);
    if (memory && Integer.compareUnsigned(i.k(), Opcode.MEMWORDS) >= 0) {
      return "no scratch word " + Integer.toUnsignedString(i.k());
    }
    if (kind == Opcode.ALU && (i.code() & Opcode.X) == 0) {
      return constantProblem(i);
    }
    if (kind != Opcode.JMP) {
      return "";
    }
    boolean inside =
        i.code() == (Opcode.JMP | Opcode.JA)
            ? Integer.compareUnsigned(i.k(), behind) < 0
            : isOctet(i.jt()) && isOctet(i.jf()) && i.jt() < behind && i.jf() < behind;
    return inside ? "" : "a jump out of the program";
  }

  private static boolean isOctet(int value) {
    return value >= 0 && value <= 255;
  }

  private static String constantProblem(BpfInstruction i) {
    return switch (i.code() & 0xf0) {
      case 0x30, 0x90 -> i.k() == 0 ? "division by zero" : "";
      case 0x60, 0x70 ->
          Integer.compareUnsigned(i.k(), 32) >= 0 ? "shift by more than 31 bits" : "";
      default -> "";
    };
  }

  /** {@code check_load_and_stores}: bit masks of words written on every way to an instruction. */
  private static Optional<String> scratchProblem(List<BpfInstruction> all) {
    int[] written = new int[all.size()];
    Arrays.fill(written, -1);
    int valid = 0;
    for (int at = 0; at < all.size(); at++) {
      BpfInstruction i = all.get(at);
      valid &= written[at];
      int kind = i.code() & 7;
      if (kind == Opcode.ST || kind == Opcode.STX) {
        valid |= 1 << i.k();
      } else if (kind <= Opcode.LDX && (i.code() & 0xe0) == Opcode.MEM) {
        if ((valid & 1 << i.k()) == 0) {
          return Optional.of("instruction " + at + ": scratch word " + i.k() + " is not set");
        }
      } else if (i.code() == (Opcode.JMP | Opcode.JA)) {
        written[at + 1 + i.k()] &= valid;
        valid = -1;
      } else if (kind == Opcode.JMP) {
        written[at + 1 + i.jt()] &= valid;
        written[at + 1 + i.jf()] &= valid;
        valid = -1;
      }
    }
    return Optional.empty();
  }
}
