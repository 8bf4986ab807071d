package dev.dejima.packet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BpfInterpreterTest {
  private static final BpfInstruction RETURN_A = instruction(Opcode.RET | Opcode.A, 0);

  private static BpfInstruction instruction(int code, int k) {
    return new BpfInstruction(code, 0, 0, k);
  }

  private static BpfProgram program(BpfInstruction... instructions) {
    return new BpfProgram(List.of(instructions));
  }

  private static int run(BpfProgram program) {
    return BpfInterpreter.run(program, new byte[] {0, 1, 2, 3, 4, 5, 6}, 1, 5);
  }

  @Test
  void readsInsideTheFrameAlone() {
    int word = Opcode.LD | Opcode.W | Opcode.ABS;
    assertThat(run(program(instruction(word, 1), RETURN_A))).isEqualTo(0x02030405);
    assertThat(run(program(instruction(word, 2), RETURN_A))).isZero();
    assertThat(run(program(instruction(word, -1), RETURN_A))).isZero();
    assertThat(run(program(instruction(word, Integer.MAX_VALUE), RETURN_A))).isZero();
  }

  @Test
  void endsOnDivisionByZero() {
    BpfProgram program =
        program(
            instruction(Opcode.LD | Opcode.IMM, 7),
            instruction(Opcode.ALU | 0x30 | Opcode.X, 0),
            instruction(Opcode.RET | Opcode.K, 1));
    assertThat(run(program)).isZero();
  }

  @Test
  void refusesWhatTheKernelRefuses() {
    BpfInstruction end = instruction(Opcode.RET, 0);
    refuses("unknown code", instruction(0xffff, 0), end);
    refuses("no return", instruction(Opcode.LD | Opcode.IMM, 0));
    refuses("out of the program", new BpfInstruction(Opcode.JMP | Opcode.JEQ, 1, 0, 0), end);
    refuses("out of the program", instruction(Opcode.JMP | Opcode.JA, -1), end);
    refuses("not set", instruction(Opcode.LD | Opcode.MEM, 3), end);
    refuses("no scratch word", instruction(Opcode.ST, 16), end);
    refuses("division", instruction(Opcode.ALU | 0x30, 0), end);
    refuses("shift", instruction(Opcode.ALU | 0x60, 32), end);
    refuses("0 instructions");
    BpfInstruction[] many = new BpfInstruction[4097];
    Arrays.fill(many, end);
    refuses("4097 instructions", many);
  }

  private static void refuses(String why, BpfInstruction... instructions) {
    assertThatThrownBy(() -> new BpfInterpreter(program(instructions)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void endsOnAnyVerifiedProgramAndAnyFrame() {
    Random random = new Random(3);
    int ran = 0;
    for (int i = 0; i < 200_000; i++) {
      BpfProgram program = randomProgram(random);
      if (BpfVerifier.problem(program).isEmpty()) {
        byte[] frame = new byte[random.nextInt(40)];
        random.nextBytes(frame);
        BpfInterpreter.run(program, frame, 0, frame.length);
        ran++;
      }
    }
    assertThat(ran).isGreaterThan(1000);
  }

  private static BpfProgram randomProgram(Random random) {
    List<BpfInstruction> instructions =
        new ArrayList<>(
            IntStream.range(0, random.nextInt(6))
                .mapToObj(
                    _ ->
                        new BpfInstruction(
                            random.nextInt(256),
                            random.nextInt(3),
                            random.nextInt(3),
                            random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(20)))
                .toList());
    instructions.add(RETURN_A);
    return new BpfProgram(instructions);
  }

  @Test
  void jumpsFarInLongPrograms() {
    StringBuilder text = new StringBuilder("host 10.0.0.1");
    for (int i = 2; i < 250; i++) {
      text.append(" or 10.0.0.").append(i);
    }
    BpfProgram program = FilterCompiler.compile(text.toString());
    assertThat(BpfVerifier.problem(program)).isEmpty();
    assertThat(program.instructions()).anyMatch(i -> i.code() == (Opcode.JMP | Opcode.JA));
    byte[] frame = new byte[60];
    frame[12] = 8;
    frame[30] = 10;
    BpfInterpreter interpreter = new BpfInterpreter(program);
    for (int host = 0; host < 256; host++) {
      frame[33] = (byte) host;
      boolean listed = host > 0 && host < 250;
      assertThat(interpreter.run(frame, 0, 60) != 0).as("10.0.0.%d", host).isEqualTo(listed);
    }
  }
}
