package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.packet.filter.BpfInstruction;
import dev.dejima.packet.filter.BpfProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter for frames with an SLL2 header, as the kernel runs it. A cooked socket's filter sees the
 * packet from its network header on, and what the SLL2 header says as extensions at negative
 * offsets ({@code SKF_AD_*} of {@code linux/filter.h}).
 */
final class CookedFilter {
  private static final int SLL2 = 20;
  private static final int CLASS = 0x07;
  private static final int LD = 0x00;
  private static final int LDX = 0x01;
  private static final int MODE = 0xe0;
  private static final int ABS = 0x20;
  private static final int IND = 0x40;
  private static final int MSH = 0xa0;

  private static final int SKF_AD_OFF = -0x1000;
  private static final int SKF_AD_PROTOCOL = 0;
  private static final int SKF_AD_PKTTYPE = 4;
  private static final int SKF_AD_IFINDEX = 8;
  private static final int SKF_AD_HATYPE = 28;

  private CookedFilter() {}

  /**
   * Moves the offsets.
   *
   * @throws KernelException EOPNOTSUPP if the filter looks at what has no extension
   */
  static BpfProgram of(BpfProgram filter) throws KernelException {
    List<BpfInstruction> moved = new ArrayList<>();
    for (BpfInstruction i : filter.instructions()) {
      moved.add(new BpfInstruction(i.code(), i.jt(), i.jf(), operand(i)));
    }
    return new BpfProgram(moved);
  }

  private static int operand(BpfInstruction i) throws KernelException {
    int group = i.code() & CLASS;
    int mode = i.code() & MODE;
    boolean loads = group == LD && (mode == ABS || mode == IND) || group == LDX && mode == MSH;
    if (!loads || i.k() < 0) {
      return i.k();
    }
    if (i.k() >= SLL2) {
      return i.k() - SLL2;
    }
    int field = group == LD && mode == ABS ? field(i.k()) : 0;
    if (field == 0) {
      throw new KernelException(
          Errno.EOPNOTSUPP, "a filter on octet " + i.k() + " of the cooked header");
    }
    return field;
  }

  /** The extension that has a field of the header; 0 if none has. */
  private static int field(int offset) {
    return switch (offset) {
      case 0 -> SKF_AD_OFF + SKF_AD_PROTOCOL;
      case 4 -> SKF_AD_OFF + SKF_AD_IFINDEX;
      case 8 -> SKF_AD_OFF + SKF_AD_HATYPE;
      case 10 -> SKF_AD_OFF + SKF_AD_PKTTYPE;
      default -> 0;
    };
  }
}
