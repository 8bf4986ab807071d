package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import java.util.function.LongSupplier;

/** Flows that a flowtable forwards, so that connection tracking does not see their packets. */
public final class Bypass {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long FIVE_MINUTES = 300 * SECOND;

  private final Timeouts timeouts;
  private final LongSupplier clock;

  Bypass(Timeouts timeouts, LongSupplier clock) {
    this.timeouts = timeouts;
    this.clock = clock;
  }

  /**
   * A flowtable has a flow from now on: its windows will not be known ({@code flow_offload_add}).
   */
  public void begin(Flow flow) {
    flow.status |= NewConntrack.OFFLOAD;
    if (flow.tcp != null) {
      flow.tcp.original.flags |= TcpTrack.BE_LIBERAL;
      flow.tcp.reply.flags |= TcpTrack.BE_LIBERAL;
    }
    flow.expires = clock.getAsLong() + DAY;
  }

  /**
   * It still has it: the flow is not to die meanwhile ({@code nf_flow_table_extend_ct_timeout}).
   */
  public void keep(Flow flow) {
    long left = flow.expires - clock.getAsLong();
    if (left <= 0
        || left >= FIVE_MINUTES
        || !flow.isConfirmed()
        || !flow.has(NewConntrack.OFFLOAD)) {
      return;
    }
    long longer = flow.tcp == null ? DAY : extension(flow.tcp.state);
    if (longer > 0) {
      flow.expires = clock.getAsLong() + longer;
    }
  }

  private static long extension(int state) {
    return switch (state) {
      case TcpStates.ESTABLISHED -> DAY;
      case TcpStates.FIN_WAIT, TcpStates.CLOSE_WAIT, TcpStates.LAST_ACK, TcpStates.TIME_WAIT ->
          FIVE_MINUTES;
      default -> 0;
    };
  }

  /**
   * It has it no longer; its windows are guessed anew ({@code flow_offload_fixup_ct}).
   *
   * @param passed seconds that it may have had it without a packet
   */
  public void end(Flow flow, int passed) {
    flow.status &= ~NewConntrack.OFFLOAD;
    int seconds;
    if (flow.tcp != null) {
      flow.tcp.original.maxWindow = 0;
      flow.tcp.reply.maxWindow = 0;
      seconds = timeouts.tcp[flow.tcp.state];
    } else {
      boolean replied = flow.has(NewConntrack.SEEN_REPLY);
      seconds = timeouts.udp[replied ? Timeouts.REPLIED : Timeouts.UNREPLIED];
    }
    long left = Math.max(0, seconds - passed) * SECOND;
    flow.expires = Math.min(flow.expires, clock.getAsLong() + left);
  }

  /** Counts a packet that connection tracking did not see. */
  public static void count(Flow flow, int direction, int length) {
    if (flow.counted) {
      Conntrack.count(flow, direction, length);
    }
  }
}
