package dev.dejima.packet.filter;

import java.util.ArrayList;
import java.util.List;

/** Prints programs as {@code tcpdump -d}, {@code -dd} and {@code -ddd} do. */
public final class BpfPrinter {
  private static final List<String> ALU =
      List.of("add", "sub", "mul", "div", "or", "and", "lsh", "rsh", "neg", "mod", "xor");
  private static final List<String> JUMPS = List.of("ja", "jeq", "jgt", "jge", "jset");

  private BpfPrinter() {}

  /** As {@code tcpdump -d}: one line for each instruction, readable. */
  public static List<String> readable(BpfProgram program) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < program.instructions().size(); i++) {
      lines.add("(%03d) %s".formatted(i, readable(program.instructions().get(i), i)));
    }
    return lines;
  }

  /** As {@code tcpdump -dd}: initializers of a C array. */
  public static List<String> initializers(BpfProgram program) {
    return program.instructions().stream()
        .map(i -> "{ 0x%x, %d, %d, 0x%08x },".formatted(i.code(), i.jt(), i.jf(), i.k()))
        .toList();
  }

  /** As {@code tcpdump -ddd}: the count, then four decimal numbers a line. */
  public static List<String> decimal(BpfProgram program) {
    List<String> lines = new ArrayList<>();
    lines.add(Integer.toString(program.instructions().size()));
    for (BpfInstruction i : program.instructions()) {
      lines.add(i.code() + " " + i.jt() + " " + i.jf() + " " + Integer.toUnsignedString(i.k()));
    }
    return lines;
  }

  private static String readable(BpfInstruction i, int at) {
    int code = i.code();
    return switch (code & 7) {
      case Opcode.LD, Opcode.LDX -> two(loadName(code), loadOperand(code, i.k()));
      case Opcode.ST -> two("st", "M[" + i.k() + "]");
      case Opcode.STX -> two("stx", "M[" + i.k() + "]");
      case Opcode.ALU -> alu(i);
      case Opcode.JMP -> jump(i, at);
      case Opcode.RET -> two("ret", (code & 0x18) == Opcode.A ? "a" : "#" + i.k());
      default -> two((code & 0xf8) == Opcode.TXA ? "txa" : "tax", "");
    };
  }

  private static String loadName(int code) {
    String name = (code & 7) == Opcode.LD ? "ld" : "ldx";
    return switch (code & 0x18) {
      case Opcode.H -> name + "h";
      case Opcode.B -> name + "b";
      default -> name;
    };
  }

  private static String loadOperand(int code, int k) {
    return switch (code & 0xe0) {
      case Opcode.IMM -> "#0x" + Integer.toHexString(k);
      case Opcode.ABS -> "[" + k + "]";
      case Opcode.IND -> "[x + " + k + "]";
      case Opcode.MEM -> "M[" + k + "]";
      case Opcode.LEN -> "#pktlen";
      default -> "4*([" + k + "]&0xf)";
    };
  }

  private static String alu(BpfInstruction i) {
    String name = ALU.get(i.code() >> 4 & 15);
    if (name.equals("neg")) {
      return two(name, "");
    }
    if ((i.code() & Opcode.X) != 0) {
      return two(name, "x");
    }
    boolean bits = name.equals("and") || name.endsWith("or");
    return two(name, bits ? "#0x" + Integer.toHexString(i.k()) : "#" + i.k());
  }

  private static String jump(BpfInstruction i, int at) {
    String name = JUMPS.get(i.code() >> 4 & 15);
    if (name.equals("ja")) {
      return two(name, Integer.toString(at + 1 + i.k()));
    }
    String operand = (i.code() & Opcode.X) != 0 ? "x" : "#0x" + Integer.toHexString(i.k());
    return "%-8s %-16s jt %d\tjf %d".formatted(name, operand, at + 1 + i.jt(), at + 1 + i.jf());
  }

  private static String two(String name, String operand) {
    return "%-8s %s".formatted(name, operand);
  }
}
