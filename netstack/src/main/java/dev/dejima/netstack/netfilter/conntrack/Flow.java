package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import org.jspecify.annotations.Nullable;

/** A tracked connection ({@code struct nf_conn}). */
public final class Flow {
  /** Both bits that say that an address is translated. */
  public static final int NAT_MASK = NewConntrack.SRC_NAT | NewConntrack.DST_NAT;

  /** Both bits that say that translation was decided. */
  public static final int NAT_DONE = NewConntrack.SRC_NAT_DONE | NewConntrack.DST_NAT_DONE;

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

  /** {@code secmark}: what a security module is to make of its packets. */
  public int securityMark;

  /** What TCP is tracked by; null for other protocols. */
  public final @Nullable TcpTrack tcp;

  /** From when on UDP counts as a stream. */
  long streamFrom;

  /** The device it is masqueraded behind; 0 for none. */
  public int masqueradeDevice;

  public long originalPackets;
  public long originalBytes;
  public long replyPackets;
  public long replyBytes;

  /** Whether it can be looked up: confirmed, and not killed since. */
  boolean inTable;

  /** Its place among all flows ever made. */
  final long born;

  Flow(Tuple original, Tuple reply, int id, long born) {
    this.original = original;
    this.reply = reply;
    this.id = id;
    this.born = born;
    this.tcp = original.protocol == TcpTracker.PROTOCOL ? new TcpTrack() : null;
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
}
