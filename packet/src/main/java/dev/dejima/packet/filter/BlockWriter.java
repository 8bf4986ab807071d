package dev.dejima.packet.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the instructions that put a test's values into the registers A and X. */
final class BlockWriter {
  /** What the registers hold; null if that is not known. */
  record Registers(@Nullable Value a, @Nullable Value x) {
    static final Registers UNKNOWN = new Registers(null, null);

    /** What is known wherever one came from. */
    Registers meet(Registers other) {
      return new Registers(
          Objects.equals(a, other.a) ? a : null, Objects.equals(x, other.x) ? x : null);
    }
  }

  private final List<BpfInstruction> instructions = new ArrayList<>();
  private @Nullable Value a;
  private @Nullable Value x;
  private int scratch;

  BlockWriter(Registers before) {
    this.a = before.a();
    this.x = before.x();
  }

  List<BpfInstruction> instructions() {
    return instructions;
  }

  Registers registers() {
    return new Registers(a, x);
  }

  /** Makes the comparison; the jumps themselves are set later. */
  BpfInstruction prepare(Test test) {
    int code = Opcode.JMP | test.comparison().code();
    if (test.right() instanceof Value.Constant constant) {
      loadA(test.left());
      return new BpfInstruction(code | Opcode.K, 0, 0, constant.value());
    }
    loadBoth(test.left(), test.right());
    return new BpfInstruction(code | Opcode.X, 0, 0, 0);
  }

  private void loadA(Value value) {
    if (value.equals(a)) {
      return;
    }
    switch (value) {
      case Value.Constant constant -> emit(Opcode.LD | Opcode.IMM, constant.value());
      case Value.PacketLength _ -> emit(Opcode.LD | Opcode.W | Opcode.LEN, 0);
      case Value.HeaderLength header -> {
        loadX(header);
        emit(Opcode.MISC | Opcode.TXA, 0);
      }
      case Value.Load load -> load(load);
      case Value.Negate negate -> {
        loadA(negate.operand());
        emit(Opcode.ALU | Opcode.NEG, 0);
      }
      case Value.Compute compute -> compute(compute);
    }
    a = value;
  }

  private void load(Value.Load load) {
    int size =
        switch (load.size()) {
          case 1 -> Opcode.B;
          case 2 -> Opcode.H;
          default -> Opcode.W;
        };
    Value base = load.base();
    if (base == null) {
      emit(Opcode.LD | size | Opcode.ABS, load.offset());
    } else {
      loadX(base);
      emit(Opcode.LD | size | Opcode.IND, load.offset());
    }
  }

  private void compute(Value.Compute compute) {
    int code = Opcode.ALU | compute.operator().code();
    if (compute.right() instanceof Value.Constant constant) {
      loadA(compute.left());
      emit(code | Opcode.K, constant.value());
    } else {
      loadBoth(compute.left(), compute.right());
      emit(code | Opcode.X, 0);
    }
  }

  private void loadX(Value value) {
    if (value.equals(x)) {
      return;
    }
    switch (value) {
      case Value.Constant constant -> emit(Opcode.LDX | Opcode.W | Opcode.IMM, constant.value());
      case Value.PacketLength _ -> emit(Opcode.LDX | Opcode.W | Opcode.LEN, 0);
      case Value.HeaderLength header -> emit(Opcode.LDX | Opcode.B | Opcode.MSH, header.offset());
      case Value.Load _, Value.Compute _, Value.Negate _ -> {
        loadA(value);
        emit(Opcode.MISC | Opcode.TAX, 0);
      }
    }
    x = value;
  }

  /** The left value into A and the right one into X, by way of scratch memory if it must be. */
  private void loadBoth(Value left, Value right) {
    if (!needsX(left)) {
      loadX(right);
      loadA(left);
      return;
    }
    if (scratch == Opcode.MEMWORDS) {
      throw new FilterException("out of registers needed to evaluate expression", 0);
    }
    loadA(right);
    int slot = scratch++;
    emit(Opcode.ST, slot);
    loadA(left);
    emit(Opcode.LDX | Opcode.W | Opcode.MEM, slot);
    x = right;
    scratch--;
  }

  private static boolean needsX(Value value) {
    return switch (value) {
      case Value.Constant _, Value.PacketLength _ -> false;
      case Value.HeaderLength _ -> true;
      case Value.Load load -> load.base() != null;
      case Value.Negate negate -> needsX(negate.operand());
      case Value.Compute compute ->
          !(compute.right() instanceof Value.Constant) || needsX(compute.left());
    };
  }

  private void emit(int code, int k) {
    instructions.add(new BpfInstruction(code, 0, 0, k));
  }
}
