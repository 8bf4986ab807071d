package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A tracked connection ({@code struct nf_conn}). */
public final class Flow {
  /** Both bits that say that an address is translated. */
  public static final int NAT_MASK = NewConntrack.SRC_NAT | NewConntrack.DST_NAT;

  /** Both bits that say that translation was decided. */
  public static final int NAT_DONE = NewConntrack.SRC_NAT_DONE | NewConntrack.DST_NAT_DONE;

  /** Told of all that happens, unless a rule says otherwise. */
  private static final int ALL_EVENTS = -1;

  /** The direction of the first packet, as it was before any translation. */
  public final Tuple original;

  /** The direction of the answers, as they come in. */
  public final Tuple reply;

  public final int id;

  /** {@code IPS_*} of {@link NewConntrack}. */
  public int status;

  /** When it is forgotten, in nanoseconds of the clock. */
  public long expires;

  public int mark;

  /** The 128 labels: bits 0 to 63. */
  public long labelsLow;

  /** Bits 64 to 127. */
  public long labelsHigh;

  /** Which of {@link FlowEvents}' events are told ({@code ct event set}). */
  public int eventMask = ALL_EVENTS;

  /** What happened and was not told yet, as bits of {@link FlowEvents}. */
  public int events;

  /** Seconds by its protocol's state, where a rule has given it some of its own. */
  public int @Nullable [] timeouts;

  /** {@code secmark}: what a security module is to make of its packets. */
  public int securityMark;

  /** What TCP is tracked by; null for other protocols. */
  public final @Nullable TcpTrack tcp;

  /** What SCTP is tracked by; null for other protocols. */
  public final @Nullable SctpTrack sctp;

  /** From when on UDP counts as a stream. */
  long streamFrom;

  /** Seconds that GRE lives before and after an answer; {@code pptp} makes them longer. */
  public int greTimeout;

  public int greStreamTimeout;

  /** The device it is masqueraded behind; 0 for none. */
  public int masqueradeDevice;

  /** Whether packets are counted: whether {@code nf_conntrack_acct} was on when it began. */
  public final boolean counted;

  public long originalPackets;
  public long originalBytes;
  public long replyPackets;
  public long replyBytes;

  /** When it began, in nanoseconds since 1970; 0 unless {@code nf_conntrack_timestamp} was on. */
  public long started;

  /** When it ended; 0 while it lives. */
  public long stopped;

  /** The flow that announced it. */
  public @Nullable Flow master;

  /** How many living flows it has announced. */
  int children;

  /** What looks into its packets. */
  public @Nullable Helper helper;

  /** What the helper keeps; made by the helper. */
  public @Nullable Object helperState;

  /** What it has announced, newest first; null if it never did. */
  public @Nullable ArrayDeque<Expectation> expectations;

  /** How its sequence numbers are moved; null if they are not. */
  public @Nullable SequenceAdjustment sequences;

  /** What a SYN proxy keeps of it; null unless one made it. */
  public @Nullable SynproxyTrack synproxy;

  /** Whether it can be looked up: confirmed, and not killed since. */
  boolean inTable;

  /** Its place among all flows ever made. */
  final long born;

  Flow(Tuple original, Tuple reply, int id, long born, boolean counted) {
    this.original = original;
    this.reply = reply;
    this.id = id;
    this.born = born;
    this.counted = counted;
    this.tcp = original.protocol == TcpTracker.PROTOCOL ? new TcpTrack() : null;
    this.sctp = original.protocol == SctpTracker.PROTOCOL ? new SctpTrack() : null;
  }

  /** Whether it can be found by its tuples. */
  public boolean isAlive() {
    return inTable;
  }

  /** Whether it ever was in the table. */
  public boolean isConfirmed() {
    return (status & NewConntrack.CONFIRMED) != 0;
  }

  public boolean isDying() {
    return (status & NewConntrack.DYING) != 0;
  }

  public boolean has(int bits) {
    return (status & bits) == bits;
  }

  /** The tuple of a direction: 0 original, 1 reply. */
  public Tuple tuple(int direction) {
    return direction == 0 ? original : reply;
  }

  /** Sets bits of the status, and notes an event if they were not set. */
  void note(int bits, int event) {
    if ((status & bits) != bits) {
      status |= bits;
      events |= event;
    }
  }

  /** Counts from 0 again. */
  public void forgetCounts() {
    originalPackets = 0;
    originalBytes = 0;
    replyPackets = 0;
    replyBytes = 0;
  }

  /** Sequence numbers can be moved from now on ({@code nfct_seqadj_ext_add}). */
  public void allowSequenceAdjustment() {
    if (sequences == null) {
      sequences = new SequenceAdjustment();
    }
  }
}
