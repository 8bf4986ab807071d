package dev.dejima.packet.filter;

import java.util.List;

/**
 * A program of classic BPF ({@code struct sock_fprog}): returns how many octets of a frame to keep,
 * 0 for none.
 *
 * @param instructions at least one
 */
public record BpfProgram(List<BpfInstruction> instructions) {
  /** Keeps a copy. */
  public BpfProgram {
    instructions = List.copyOf(instructions);
  }
}
