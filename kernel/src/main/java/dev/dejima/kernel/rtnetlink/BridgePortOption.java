package dev.dejima.kernel.rtnetlink;

/**
 * How a link stands as port of a bridge ({@code IFLA_BRPORT_*}), in the order in which ip prints
 * it. Timers are in hundredths of a second.
 */
public enum BridgePortOption implements LinkOption {
  /** {@code BR_STATE_*}: 0 disabled, 1 listening, 2 learning, 3 forwarding, 4 blocking. */
  STATE(1, Layout.U8),
  PRIORITY(2, Layout.U16),
  COST(3, Layout.U32),
  HAIRPIN(4, Layout.U8),
  GUARD(5, Layout.U8),
  ROOT_BLOCK(6, Layout.U8),
  FASTLEAVE(7, Layout.U8),
  LEARNING(8, Layout.U8),
  FLOOD(9, Layout.U8),
  PORT_ID(17, Layout.U16),
  PORT_NO(18, Layout.U16),
  DESIGNATED_PORT(15, Layout.U16),
  DESIGNATED_COST(16, Layout.U16),
  DESIGNATED_BRIDGE(14, Layout.BE64),
  DESIGNATED_ROOT(13, Layout.BE64),
  HOLD_TIMER(23, Layout.U64),
  MESSAGE_AGE_TIMER(21, Layout.U64),
  FORWARD_DELAY_TIMER(22, Layout.U64),
  TOPOLOGY_CHANGE_ACK(19, Layout.U8),
  CONFIG_PENDING(20, Layout.U8),
  PROXY_ARP(10, Layout.U8),
  PROXY_ARP_WIFI(12, Layout.U8),
  MCAST_ROUTER(25, Layout.U8),
  MCAST_FLOOD(27, Layout.U8),
  BCAST_FLOOD(30, Layout.U8),
  MCAST_TO_UNICAST(28, Layout.U8),
  NEIGH_SUPPRESS(32, Layout.U8),
  GROUP_FWD_MASK(31, Layout.U16),
  VLAN_TUNNEL(29, Layout.U8),
  ISOLATED(33, Layout.U8),
  LOCKED(39, Layout.U8),
  /** In a request: forget what was learned by this port. */
  FDB_FLUSH(24, Layout.FLAG);

  private final int number;
  private final Layout layout;

  BridgePortOption(int number, Layout layout) {
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
