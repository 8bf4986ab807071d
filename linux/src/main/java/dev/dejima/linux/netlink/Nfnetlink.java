package dev.dejima.linux.netlink;

/** What all of netfilter's subsystems share ({@code linux/netfilter/nfnetlink.h}). */
final class Nfnetlink {
  static final int NETLINK_NETFILTER = 12;
  static final int NFNL_SUBSYS_CTNETLINK = 1;
  static final int NFNL_SUBSYS_CTNETLINK_EXP = 2;
  static final int NFNL_SUBSYS_QUEUE = 3;
  static final int NFNL_SUBSYS_ULOG = 4;
  static final int NFNL_SUBSYS_NFTABLES = 10;
  static final int NFNL_SUBSYS_HOOK = 12;
  static final int NFNL_MSG_BATCH_BEGIN = 16;
  static final int NFNL_MSG_BATCH_END = 17;

  static final int NFNLGRP_CONNTRACK_NEW = 1;
  static final int NFNLGRP_CONNTRACK_UPDATE = 2;
  static final int NFNLGRP_CONNTRACK_DESTROY = 3;
  static final int NFNLGRP_CONNTRACK_EXP_NEW = 4;
  static final int NFNLGRP_CONNTRACK_EXP_DESTROY = 6;
  static final int NFNLGRP_NFTABLES = 7;
  static final int NFNLGRP_NFTRACE = 9;

  /** Octets of {@code struct nfgenmsg}. */
  static final int NFGENMSG = 4;

  private Nfnetlink() {}

  /** A payload that begins with {@code struct nfgenmsg}. */
  static AttributeEncoder payload(int family, int resource) {
    return new AttributeEncoder().raw8(family).raw8(0).raw8(resource >>> 8).raw8(resource);
  }

  static NetlinkMessage message(int subsystem, int type, int flags, AttributeEncoder payload) {
    return new NetlinkMessage(subsystem << 8 | type, flags, payload.toBytes());
  }
}
