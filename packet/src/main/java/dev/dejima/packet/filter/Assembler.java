package dev.dejima.packet.filter;

import dev.dejima.packet.filter.BlockWriter.Registers;
import dev.dejima.packet.filter.FlowGraph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program of a graph: a block of instructions for each node, laid out so that jumps lead
 * forward. A conditional jump reaches 255 instructions; one that must go further goes to a jump
 * behind it. Those grow the program, so distances are taken again until no jump is too long.
 */
final class Assembler {
  private static final int REACH = 255;

  private final FlowGraph graph;
  private final int snaplen;
  private final List<Integer> order;
  private final int[] position;
  private final boolean[] farTrue;
  private final boolean[] farFalse;
  private final List<BpfInstruction>[] blocks;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Assembler(FlowGraph graph, int entry, int snaplen) {
    this.graph = graph;
    this.snaplen = snaplen;
    this.order = layOut(graph, entry);
    this.position = new int[graph.limit()];
    this.farTrue = new boolean[graph.limit()];
    this.farFalse = new boolean[graph.limit()];
    this.blocks = new List[graph.limit()];
  }

  static BpfProgram assemble(FlowGraph graph, int entry, int snaplen) {
    return new Assembler(graph, entry, snaplen).assemble();
  }

  private BpfProgram assemble() {
    writeBlocks();
    boolean moved = true;
    while (moved) {
      moved = place();
    }
    List<BpfInstruction> program = new ArrayList<>();
    for (int number : order) {
      emit(number, program);
    }
    if (program.size() > Opcode.MAXINSNS) {
      throw new FilterException(
          "filter of " + program.size() + " instructions; the kernel takes " + Opcode.MAXINSNS, 0);
    }
    return new BpfProgram(program);
  }

  /** A node before those it leads to, and right before the one to go to if its test holds. */
  private static List<Integer> layOut(FlowGraph graph, int entry) {
    List<Integer> backward = new ArrayList<>();
    boolean[] seen = new boolean[graph.limit()];
    Deque<Integer> open = new ArrayDeque<>();
    open.push(entry);
    while (!open.isEmpty()) {
      int number = open.peek();
      seen[number] = true;
      int next = unseenSuccessor(graph, number, seen);
      if (next >= 0) {
        open.push(next);
      } else {
        backward.add(open.pop());
      }
    }
    Collections.reverse(backward);
    return backward;
  }

  private static int unseenSuccessor(FlowGraph graph, int number, boolean[] seen) {
    if (FlowGraph.isVerdict(number)) {
      return -1;
    }
    Node node = graph.node(number);
    if (!seen[node.ifFalse()]) {
      return node.ifFalse();
    }
    return seen[node.ifTrue()] ? -1 : node.ifTrue();
  }

  private void writeBlocks() {
    @Nullable Registers[] before = new Registers[graph.limit()];
    before[order.getFirst()] = Registers.UNKNOWN;
    for (int number : order) {
      if (FlowGraph.isVerdict(number)) {
        int kept = number == FlowGraph.ACCEPT ? snaplen : 0;
        blocks[number] = List.of(new BpfInstruction(Opcode.RET | Opcode.K, 0, 0, kept));
        continue;
      }
      Node node = graph.node(number);
      Registers known = before[number];
      BlockWriter writer = new BlockWriter(known == null ? Registers.UNKNOWN : known);
      BpfInstruction jump = writer.prepare(node.test());
      writer.instructions().add(jump);
      blocks[number] = writer.instructions();
      meet(before, node.ifTrue(), writer.registers());
      meet(before, node.ifFalse(), writer.registers());
    }
  }

  private static void meet(@Nullable Registers[] before, int number, Registers registers) {
    Registers known = before[number];
    before[number] = known == null ? registers : known.meet(registers);
  }

  /** Sets positions; whether a jump turned out too long, so that all must be set again. */
  private boolean place() {
    int at = 0;
    for (int number : order) {
      position[number] = at;
      at += blocks[number].size() + (farTrue[number] ? 1 : 0) + (farFalse[number] ? 1 : 0);
    }
    boolean grown = false;
    for (int number : order) {
      if (FlowGraph.isVerdict(number)) {
        continue;
      }
      int behind = position[number] + blocks[number].size();
      if (!farTrue[number] && position[graph.node(number).ifTrue()] - behind > REACH) {
        farTrue[number] = true;
        grown = true;
      }
      if (!farFalse[number] && position[graph.node(number).ifFalse()] - behind > REACH) {
        farFalse[number] = true;
        grown = true;
      }
    }
    return grown;
  }

  private void emit(int number, List<BpfInstruction> program) {
    List<BpfInstruction> block = blocks[number];
    if (FlowGraph.isVerdict(number)) {
      program.addAll(block);
      return;
    }
    program.addAll(block.subList(0, block.size() - 1));
    BpfInstruction jump = block.getLast();
    int behind = program.size() + 1;
    int yes = position[graph.node(number).ifTrue()];
    int no = position[graph.node(number).ifFalse()];
    int yesJump = behind;
    int noJump = behind + (farTrue[number] ? 1 : 0);
    program.add(
        new BpfInstruction(
            jump.code(),
            (farTrue[number] ? yesJump : yes) - behind,
            (farFalse[number] ? noJump : no) - behind,
            jump.k()));
    if (farTrue[number]) {
      program.add(new BpfInstruction(Opcode.JMP | Opcode.JA, 0, 0, yes - yesJump - 1));
    }
    if (farFalse[number]) {
      program.add(new BpfInstruction(Opcode.JMP | Opcode.JA, 0, 0, no - noJump - 1));
    }
  }
}
