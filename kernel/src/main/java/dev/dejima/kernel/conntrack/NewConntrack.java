package dev.dejima.kernel.conntrack;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A tracked connection ({@code IPCTNL_MSG_CT_NEW}). As a request it makes one or changes one; as an
 * event it says that one is there or has changed. What is absent is not said: events leave out what
 * did not change, and requests what is to stay.
 *
 * @param original the direction of the first packet, as it was before any translation
 * @param reply the direction of the answers, as they come in
 * @param id the kernel's number of it; absent in requests
 * @param status {@link #SEEN_REPLY} and the like ({@code IPS_*})
 * @param timeout seconds it still lives without another packet
 * @param protocol what its protocol is tracked by
 * @param mark its mark
 * @param originalCounters what passed, where {@code nf_conntrack_acct} is on
 * @param replyCounters likewise, the other way
 * @param use how many hold it ({@code CTA_USE}), as conntrack(8) prints it
 * @param details what only some have
 * @param mode what the message does
 */
public record NewConntrack(
    ConntrackTuple original,
    ConntrackTuple reply,
    @Nullable Integer id,
    @Nullable Integer status,
    @Nullable Long timeout,
    @Nullable ProtocolState protocol,
    @Nullable Integer mark,
    @Nullable Counters originalCounters,
    @Nullable Counters replyCounters,
    @Nullable Integer use,
    Details details,
    Mode mode)
    implements ConntrackMessage {
  public static final int EXPECTED = 0x1;
  public static final int SEEN_REPLY = 0x2;
  public static final int ASSURED = 0x4;
  public static final int CONFIRMED = 0x8;
  public static final int SRC_NAT = 0x10;
  public static final int DST_NAT = 0x20;
  public static final int SEQ_ADJUST = 0x40;
  public static final int SRC_NAT_DONE = 0x80;
  public static final int DST_NAT_DONE = 0x100;
  public static final int DYING = 0x200;
  public static final int FIXED_TIMEOUT = 0x400;
  public static final int HELPER = 0x2000;
  public static final int OFFLOAD = 0x4000;
  public static final int HW_OFFLOAD = 0x8000;

  /** What the message does. */
  public enum Mode {
    /** A request: makes it, and fails if there is one. As an event: it is new. */
    CREATE,
    /** A request: changes it, and fails if there is none. As an event: it has changed. */
    UPDATE,
    /** An answer: it is there. */
    LISTED
  }

  /** What passed in one direction. */
  public record Counters(long packets, long bytes) {}

  /** Some bit of the status, or of several; false where the status is not said. */
  public boolean has(int bits) {
    return status != null && (status & bits) == bits;
  }

  /** {@code enum tcp_conntrack}; absent for other protocols, and where it is not said. */
  public @Nullable Integer tcpState() {
    return protocol instanceof ProtocolState.Tcp tcp ? tcp.state() : null;
  }

  /** The zone of both directions; 0 if they have not the same. */
  public int zone() {
    return original.zone() == reply.zone() ? original.zone() : 0;
  }

  /**
   * What only some flows have.
   *
   * @param helper the name of the helper that looks into its packets
   * @param labels its 128 labels, bit 0 first; empty if it has none
   * @param times when it began and ended
   * @param master the original direction of the flow that announced it
   * @param originalSequence how far the sequence numbers are moved
   * @param replySequence likewise, the other way
   * @param secmark the number of its security context
   * @param securityContext the context's name
   * @param synproxy what a SYN proxy answered
   * @param translation what a request to make it shall translate it to
   */
  public record Details(
      @Nullable String helper,
      Bytes labels,
      @Nullable Times times,
      @Nullable ConntrackTuple master,
      @Nullable Sequence originalSequence,
      @Nullable Sequence replySequence,
      @Nullable Integer secmark,
      @Nullable String securityContext,
      @Nullable Synproxy synproxy,
      @Nullable Translation translation) {
    /** None of it. */
    public static final Details NONE =
        new Details(null, Bytes.EMPTY, null, null, null, null, null, null, null, null);
  }

  /**
   * When a flow began and ended ({@code CTA_TIMESTAMP}).
   *
   * @param start nanoseconds since 1970
   * @param stop likewise; 0 while it lives
   */
  public record Times(long start, long stop) {}

  /**
   * How far sequence numbers are moved ({@code CTA_SEQ_ADJ_*}).
   *
   * @param position from which number on
   * @param before by how much before it
   * @param after by how much behind it
   */
  public record Sequence(int position, int before, int after) {}

  /**
   * What a SYN proxy answered ({@code CTA_SYNPROXY}).
   *
   * @param initial the sequence number that the client began with
   * @param sent the number that it was answered with
   * @param timestampOffset how far its timestamps are moved
   */
  public record Synproxy(int initial, int sent, int timestampOffset) {}

  /**
   * What to translate a new flow to ({@code CTA_NAT_SRC}, {@code CTA_NAT_DST}).
   *
   * @param source the new source; absent to leave it
   * @param destination the new destination; absent to leave it
   */
  public record Translation(@Nullable Target source, @Nullable Target destination) {
    /**
     * An address, and a port.
     *
     * @param port 0 to leave it
     */
    public record Target(IpAddress address, int port) {}
  }
}
