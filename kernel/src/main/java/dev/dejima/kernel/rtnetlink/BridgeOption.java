package dev.dejima.kernel.rtnetlink;

/**
 * What a bridge is set to, and what it tells ({@code IFLA_BR_*}), in the order in which ip prints
 * it. Times are in hundredths of a second.
 */
public enum BridgeOption implements LinkOption {
  FORWARD_DELAY(1, Layout.U32),
  HELLO_TIME(2, Layout.U32),
  MAX_AGE(3, Layout.U32),
  AGEING_TIME(4, Layout.U32),
  STP_STATE(5, Layout.U32),
  PRIORITY(6, Layout.U16),
  VLAN_FILTERING(7, Layout.U8),
  VLAN_PROTOCOL(8, Layout.BE16),
  BRIDGE_ID(11, Layout.BE64),
  DESIGNATED_ROOT(10, Layout.BE64),
  ROOT_PORT(12, Layout.U16),
  ROOT_PATH_COST(13, Layout.U32),
  TOPOLOGY_CHANGE(14, Layout.U8),
  TOPOLOGY_CHANGE_DETECTED(15, Layout.U8),
  HELLO_TIMER(16, Layout.U64),
  TCN_TIMER(17, Layout.U64),
  TOPOLOGY_CHANGE_TIMER(18, Layout.U64),
  GC_TIMER(19, Layout.U64),
  VLAN_DEFAULT_PVID(39, Layout.U16),
  VLAN_STATS_ENABLED(41, Layout.U8),
  VLAN_STATS_PER_PORT(45, Layout.U8),
  GROUP_FWD_MASK(9, Layout.U16),
  GROUP_ADDRESS(20, Layout.BE48),
  MCAST_SNOOPING(23, Layout.U8),
  /** Switches, one a bit: their values in the lower half, which of them count in the upper. */
  BOOLEANS(46, Layout.U64),
  MCAST_ROUTER(22, Layout.U8),
  MCAST_QUERY_USE_IFADDR(24, Layout.U8),
  MCAST_QUERIER(25, Layout.U8),
  MCAST_HASH_ELASTICITY(26, Layout.U32),
  MCAST_HASH_MAX(27, Layout.U32),
  MCAST_LAST_MEMBER_COUNT(28, Layout.U32),
  MCAST_STARTUP_QUERY_COUNT(29, Layout.U32),
  MCAST_LAST_MEMBER_INTERVAL(30, Layout.U64),
  MCAST_MEMBERSHIP_INTERVAL(31, Layout.U64),
  MCAST_QUERIER_INTERVAL(32, Layout.U64),
  MCAST_QUERY_INTERVAL(33, Layout.U64),
  MCAST_QUERY_RESPONSE_INTERVAL(34, Layout.U64),
  MCAST_STARTUP_QUERY_INTERVAL(35, Layout.U64),
  MCAST_STATS_ENABLED(42, Layout.U8),
  MCAST_IGMP_VERSION(43, Layout.U8),
  MCAST_MLD_VERSION(44, Layout.U8),
  NF_CALL_IPTABLES(36, Layout.U8),
  NF_CALL_IP6TABLES(37, Layout.U8),
  NF_CALL_ARPTABLES(38, Layout.U8),
  /** In a request: forget what was learned. */
  FDB_FLUSH(21, Layout.FLAG),
  FDB_N_LEARNED(48, Layout.U32),
  FDB_MAX_LEARNED(49, Layout.U32);

  private final int number;
  private final Layout layout;

  BridgeOption(int number, Layout layout) {
    this.number = number;
    this.layout = layout;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Layout layout() {
    return layout;
  }
}
