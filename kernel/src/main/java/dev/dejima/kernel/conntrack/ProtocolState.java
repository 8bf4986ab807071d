package dev.dejima.kernel.conntrack;

/** What a flow's protocol is tracked by ({@code CTA_PROTOINFO}). */
public sealed interface ProtocolState {
  /**
   * TCP ({@code CTA_PROTOINFO_TCP_*}).
   *
   * @param state {@code enum tcp_conntrack}: 1 SYN_SENT, 2 SYN_RECV, 3 ESTABLISHED, 4 FIN_WAIT, 5
   *     CLOSE_WAIT, 6 LAST_ACK, 7 TIME_WAIT, 8 CLOSE, 9 SYN_SENT2
   * @param originalScale how far windows are shifted ({@code CTA_PROTOINFO_TCP_WSCALE_ORIGINAL})
   * @param replyScale likewise, the other way
   * @param originalFlags {@code IP_CT_TCP_FLAG_*} of the one end
   * @param replyFlags of the other
   */
  record Tcp(int state, int originalScale, int replyScale, int originalFlags, int replyFlags)
      implements ProtocolState {}

  /**
   * SCTP ({@code CTA_PROTOINFO_SCTP_*}).
   *
   * @param state {@code enum sctp_conntrack}: 1 CLOSED, 2 COOKIE_WAIT, 3 COOKIE_ECHOED, 4
   *     ESTABLISHED, 5 SHUTDOWN_SENT, 6 SHUTDOWN_RECD, 7 SHUTDOWN_ACK_SENT, 8 HEARTBEAT_SENT
   * @param originalTag the verification tag of packets that go the original way
   * @param replyTag of those that come back
   */
  record Sctp(int state, int originalTag, int replyTag) implements ProtocolState {}

  /**
   * DCCP ({@code CTA_PROTOINFO_DCCP_*}), which Linux tracked up to 6.16.
   *
   * @param state {@code enum ct_dccp_states}
   * @param role 0 if the original direction is the client's
   */
  record Dccp(int state, int role) implements ProtocolState {}
}
