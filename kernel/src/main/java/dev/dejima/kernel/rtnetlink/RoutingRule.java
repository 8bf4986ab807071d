package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * A rule of policy routing: packets that it matches are looked up in its table ({@code struct
 * fib_rule}, ip-rule(8)).
 *
 * @param version 4 or 6
 * @param priority its place, lowest first; {@link #UNSET} to leave it to the kernel
 * @param inverted whether it matches all others ({@code not})
 * @param source packets from there; null from anywhere
 * @param destination packets to there; null to anywhere
 * @param tos type of service or traffic class; 0 for any
 * @param mark the packet's mark, under the mask
 * @param mask the bits of the mark that count; 0 for none
 * @param input the name of the device that the packet came in by, {@code lo} for packets of this
 *     host; null for any
 * @param output the name of the device that a socket is bound to; null for any
 * @param protocol the number of the protocol; 0 for any
 * @param sourcePorts null for any
 * @param destinationPorts null for any
 * @param action what becomes of the packet
 * @param table where it is looked up; 0 for actions other than a lookup
 * @param target the priority of the rule to go on with, for {@link Action#GOTO}
 * @param suppressedLength routes with a prefix of at most so many bits do not count; {@link #UNSET}
 *     if all do
 * @param origin who made it: {@code RTPROT_*}
 * @param flags what the kernel tells of it: {@link #UNRESOLVED} and the like
 */
public record RoutingRule(
    int version,
    long priority,
    boolean inverted,
    @Nullable Prefix source,
    @Nullable Prefix destination,
    int tos,
    int mark,
    int mask,
    @Nullable String input,
    @Nullable String output,
    int protocol,
    @Nullable PortRange sourcePorts,
    @Nullable PortRange destinationPorts,
    Action action,
    int table,
    long target,
    int suppressedLength,
    int origin,
    int flags) {
  /** The value of what is not given. */
  public static final int UNSET = -1;

  /** No rule has the priority that it goes to ({@code FIB_RULE_UNRESOLVED}). */
  public static final int UNRESOLVED = 4;

  /** No device has the name in {@link #input} ({@code FIB_RULE_IIF_DETACHED}). */
  public static final int INPUT_DETACHED = 8;

  /** No device has the name in {@link #output} ({@code FIB_RULE_OIF_DETACHED}). */
  public static final int OUTPUT_DETACHED = 16;

  /** What becomes of a packet ({@code FR_ACT_*}). */
  public enum Action {
    UNSPEC(0),
    LOOKUP(1),
    GOTO(2),
    NOP(3),
    BLACKHOLE(6),
    UNREACHABLE(7),
    PROHIBIT(8);

    private final int number;

    Action(int number) {
      this.number = number;
    }

    /** The kernel's number of it. */
    public int number() {
      return number;
    }

    /** The action of that number; UNSPEC for numbers that have none. */
    public static Action of(int number) {
      for (Action action : values()) {
        if (action.number == number) {
          return action;
        }
      }
      return UNSPEC;
    }
  }

  /**
   * Ports from one to another.
   *
   * @param first from 1
   * @param last from {@code first} to 65535
   */
  public record PortRange(int first, int last) {
    /** Whether a port is one of them. */
    public boolean contains(int port) {
      return port >= first && port <= last;
    }
  }
}
