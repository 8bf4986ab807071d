package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * A tracked connection ({@code IPCTNL_MSG_CT_NEW}).
 *
 * @param original the direction of the first packet, as it was before any translation
 * @param reply the direction of the answers, as they come in
 * @param id the kernel's number of it
 * @param status {@link #SEEN_REPLY} and the like ({@code IPS_*})
 * @param timeout seconds it still lives without another packet
 * @param tcpState {@code enum tcp_conntrack}: 1 SYN_SENT, 2 SYN_RECV, 3 ESTABLISHED, 4 FIN_WAIT, 5
 *     CLOSE_WAIT, 6 LAST_ACK, 7 TIME_WAIT, 8 CLOSE, 9 SYN_SENT2; absent for others
 * @param mark its mark
 * @param zone its zone
 * @param originalCounters what passed, where {@code nf_conntrack_acct} is on
 * @param replyCounters likewise, the other way
 * @param use how many hold it ({@code CTA_USE}), as conntrack(8) prints it; 0 in events, which do
 *     not say
 */
public record NewConntrack(
    ConntrackTuple original,
    ConntrackTuple reply,
    int id,
    int status,
    long timeout,
    @Nullable Integer tcpState,
    int mark,
    int zone,
    @Nullable Counters originalCounters,
    @Nullable Counters replyCounters,
    int use)
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

  /** What passed in one direction. */
  public record Counters(long packets, long bytes) {}
}
