package dev.dejima.kernel.path;

/**
 * Why a packet was dropped, in Linux's words without {@code SKB_DROP_REASON_}
 * (include/net/dropreason-core.h): those that a network of namespaces can show.
 */
public enum DropReason {
  NOT_SPECIFIED("dropped"),
  NO_SOCKET("nobody listens"),
  SOCKET_RCVBUFF("the socket's buffer is full"),
  PKT_TOO_SMALL("the packet is too small"),
  TCP_CSUM("the TCP checksum is wrong"),
  UDP_CSUM("the UDP checksum is wrong"),
  ICMP_CSUM("the ICMP checksum is wrong"),
  NETFILTER_DROP("dropped by netfilter"),
  OTHERHOST("the link address is another host's"),
  IP_CSUM("the IP checksum is wrong"),
  IP_INHDR("the IP header is wrong, or the TTL is over"),
  IP_RPFILTER("the way back to the source is by another device (rp_filter)"),
  IP_NOPROTO("nobody takes this protocol"),
  IP_OUTNOROUTES("no route"),
  IP_INADDRERRORS("forwarding is off, or the address is not to be reached"),
  IP_INNOROUTES("no route"),
  IP_LOCAL_SOURCE("the source is an address of this host"),
  IP_INVALID_SOURCE("the source is an address that no packet may come from"),
  IP_LOCALNET("127.0.0.0/8 does not come in by a device"),
  IP_INVALID_DEST("the destination is an address that no packet may go to"),
  UNICAST_IN_L2_MULTICAST("for one host, in a frame for many"),
  IPV6DISABLED("IPv6 is off on this device"),
  NEIGH_CREATEFAIL("no room for another neighbour"),
  NEIGH_FAILED("the next hop does not answer"),
  NEIGH_DEAD("the neighbour was forgotten while the packet waited"),
  NEIGH_QUEUEFULL("too many packets wait for this neighbour"),
  DEV_READY("the device is down, or has no other end"),
  PKT_TOO_BIG("too big for the link, and not to be cut"),
  NOMEM("no room to keep it"),
  DUP_FRAG("a fragment that another repeats, overlaps or contradicts"),
  FRAG_REASM_TIMEOUT("the other fragments did not come in time"),
  FRAG_TOO_FAR("fragments of too many other packets came between"),
  UNHANDLED_PROTO("nobody takes this kind of frame"),
  TCP_FLAGS("these TCP flags are not expected in this state"),
  TCP_INVALID_SEQUENCE("the TCP sequence number is out of the window"),
  IPV6_BAD_EXTHDR("an IPv6 extension header is wrong, or of no known kind"),
  MAC_INVALID_SOURCE("the link address of the sender is none"),
  BRIDGE_INGRESS_STP_STATE("the bridge's port does not take frames"),
  BRIDGE_NO_EGRESS_PORT("no other port of the bridge takes it");

  private final String text;

  DropReason(String text) {
    this.text = text;
  }

  /** What it means, for people. */
  public String text() {
    return text;
  }
}
