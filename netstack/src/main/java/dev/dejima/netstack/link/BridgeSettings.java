package dev.dejima.netstack.link;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.BridgeOption;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a bridge is set to (net/bridge/br_netlink.c). There is no spanning tree protocol, and no
 * snooping after multicast routers: groups are flooded, as on Linux where nobody sends queries.
 */
final class BridgeSettings {
  /** {@code USER_HZ}: times in messages are in hundredths of a second. */
  static final long TICK = 10_000_000;

  /** {@code BR_GROUPFWD_RESTRICTED}: pause frames and the like are never forwarded. */
  static final long NEVER_FORWARDED = 0x7;

  private static final long GROUP_ADDRESS = 0x0180_c200_0000L;
  private static final int NO_LINK_LOCAL_LEARN = 1;

  private final Map<BridgeOption, Long> values = new EnumMap<>(BridgeOption.class);

  /** Nanoseconds until what was learned is forgotten; 0 to learn nothing. */
  long ageingTime = 30_000 * TICK;

  /** Which of the reserved addresses 01:80:c2:00:00:0X are forwarded, one a bit. */
  long forwardedGroups;

  /** How many addresses are learned at most; 0 without bound. */
  long mostLearned;

  boolean learnsFromReserved = true;

  BridgeSettings() {
    values.put(BridgeOption.FORWARD_DELAY, 1500L);
    values.put(BridgeOption.HELLO_TIME, 200L);
    values.put(BridgeOption.MAX_AGE, 2000L);
    values.put(BridgeOption.AGEING_TIME, 30_000L);
    values.put(BridgeOption.STP_STATE, 0L);
    values.put(BridgeOption.PRIORITY, 0x8000L);
    values.put(BridgeOption.VLAN_FILTERING, 0L);
    values.put(BridgeOption.GROUP_FWD_MASK, 0L);
    values.put(BridgeOption.GROUP_ADDRESS, GROUP_ADDRESS);
    values.put(BridgeOption.MCAST_SNOOPING, 1L);
    values.put(BridgeOption.BOOLEANS, 0L);
    values.put(BridgeOption.MCAST_ROUTER, 1L);
    values.put(BridgeOption.MCAST_QUERY_USE_IFADDR, 0L);
    values.put(BridgeOption.MCAST_QUERIER, 0L);
    values.put(BridgeOption.MCAST_HASH_ELASTICITY, 16L);
    values.put(BridgeOption.MCAST_HASH_MAX, 4096L);
    values.put(BridgeOption.MCAST_LAST_MEMBER_COUNT, 2L);
    values.put(BridgeOption.MCAST_STARTUP_QUERY_COUNT, 2L);
    values.put(BridgeOption.MCAST_LAST_MEMBER_INTERVAL, 100L);
    values.put(BridgeOption.MCAST_MEMBERSHIP_INTERVAL, 26_000L);
    values.put(BridgeOption.MCAST_QUERIER_INTERVAL, 25_500L);
    values.put(BridgeOption.MCAST_QUERY_INTERVAL, 12_500L);
    values.put(BridgeOption.MCAST_QUERY_RESPONSE_INTERVAL, 1000L);
    values.put(BridgeOption.MCAST_STARTUP_QUERY_INTERVAL, 3124L);
    values.put(BridgeOption.MCAST_STATS_ENABLED, 0L);
    values.put(BridgeOption.MCAST_IGMP_VERSION, 2L);
    values.put(BridgeOption.MCAST_MLD_VERSION, 1L);
    values.put(BridgeOption.NF_CALL_IPTABLES, 0L);
    values.put(BridgeOption.NF_CALL_IP6TABLES, 0L);
    values.put(BridgeOption.NF_CALL_ARPTABLES, 0L);
    values.put(BridgeOption.FDB_MAX_LEARNED, 0L);
  }

  long get(BridgeOption option) {
    return values.getOrDefault(option, 0L);
  }

  /** All that is set. */
  Map<BridgeOption, Long> all() {
    return values;
  }

  /** Whether it listens to reports of groups, as all switches that do. */
  boolean snoops() {
    return get(BridgeOption.MCAST_SNOOPING) != 0;
  }

  /**
   * Sets one of them.
   *
   * @throws NetlinkException ERANGE or EINVAL for a value that Linux refuses, EOPNOTSUPP for what
   *     this bridge does not have
   */
  void set(BridgeOption option, long value) throws NetlinkException {
    check(option, value);
    if (option == BridgeOption.BOOLEANS) {
      switchBooleans(value);
      return;
    }
    values.put(option, value);
    switch (option) {
      case AGEING_TIME -> ageingTime = value * TICK;
      case GROUP_FWD_MASK -> forwardedGroups = value;
      case FDB_MAX_LEARNED -> mostLearned = value;
      default -> {}
    }
  }

  private static void check(BridgeOption option, long value) throws NetlinkException {
    switch (option) {
      case AGEING_TIME, FORWARD_DELAY, PRIORITY, FDB_MAX_LEARNED, FDB_FLUSH, BOOLEANS -> {}
      case HELLO_TIME -> range(value, 100, 1000);
      case MAX_AGE -> range(value, 600, 4000);
      case GROUP_FWD_MASK -> require((value & NEVER_FORWARDED) == 0);
      case GROUP_ADDRESS -> require((value & ~0xfL) == GROUP_ADDRESS);
      case MCAST_SNOOPING -> require(value <= 1);
      case STP_STATE, VLAN_FILTERING, NF_CALL_IPTABLES, NF_CALL_IP6TABLES, NF_CALL_ARPTABLES ->
          lacks(value != 0);
      case MCAST_QUERIER, MCAST_STATS_ENABLED, MCAST_QUERY_USE_IFADDR -> lacks(value != 0);
      case MCAST_ROUTER -> lacks(value != 1);
      case VLAN_PROTOCOL,
          BRIDGE_ID,
          DESIGNATED_ROOT,
          ROOT_PORT,
          ROOT_PATH_COST,
          TOPOLOGY_CHANGE,
          TOPOLOGY_CHANGE_DETECTED,
          HELLO_TIMER,
          TCN_TIMER,
          TOPOLOGY_CHANGE_TIMER,
          GC_TIMER,
          VLAN_DEFAULT_PVID,
          VLAN_STATS_ENABLED,
          VLAN_STATS_PER_PORT,
          MCAST_HASH_ELASTICITY,
          MCAST_HASH_MAX,
          MCAST_LAST_MEMBER_COUNT,
          MCAST_STARTUP_QUERY_COUNT,
          MCAST_LAST_MEMBER_INTERVAL,
          MCAST_MEMBERSHIP_INTERVAL,
          MCAST_QUERIER_INTERVAL,
          MCAST_QUERY_INTERVAL,
          MCAST_QUERY_RESPONSE_INTERVAL,
          MCAST_STARTUP_QUERY_INTERVAL,
          MCAST_IGMP_VERSION,
          MCAST_MLD_VERSION,
          FDB_N_LEARNED ->
          lacks(true);
    }
  }

  private static void range(long value, long least, long largest) throws NetlinkException {
    if (value < least || value > largest) {
      throw new NetlinkException(Errno.ERANGE);
    }
  }

  private static void require(boolean met) throws NetlinkException {
    if (!met) {
      throw new NetlinkException(Errno.EINVAL);
    }
  }

  private static void lacks(boolean wanted) throws NetlinkException {
    if (wanted) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
  }

  private void switchBooleans(long value) throws NetlinkException {
    long which = value >>> 32;
    lacks((which & ~NO_LINK_LOCAL_LEARN) != 0 && (value & which & ~NO_LINK_LOCAL_LEARN) != 0);
    if ((which & NO_LINK_LOCAL_LEARN) != 0) {
      learnsFromReserved = (value & NO_LINK_LOCAL_LEARN) == 0;
      values.put(BridgeOption.BOOLEANS, value & NO_LINK_LOCAL_LEARN);
    }
  }
}
