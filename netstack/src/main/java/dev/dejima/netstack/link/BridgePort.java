package dev.dejima.netstack.link;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.NetworkOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A device as port of a bridge ({@code struct net_bridge_port}). */
public final class BridgePort implements LinkListener {
  /** {@code BR_STATE_*}; the ordinal is the kernel's number. */
  enum State {
    DISABLED,
    LISTENING,
    LEARNING,
    FORWARDING,
    BLOCKING
  }

  /** 01:80:c2:00:00:0X, which a bridge does not forward (IEEE 802.1D table 7-10). */
  private static final long RESERVED = 0x0180_c200_0000L;

  private static final int SPANNING_TREE = 0;
  private static final int PAUSE = 1;
  private static final int HIGHEST_PRIORITY = 63;
  private static final int LARGEST_COST = 65535;

  /** Of a link of 10 Gbit/s, which veths say that they are (IEEE 802.1D table 17-3). */
  private static final int COST = 2;

  private static final int PORT_BITS = 10;

  private final Bridge bridge;
  private final NetDevice device;
  private final int number;
  State state = State.DISABLED;
  private int priority = 32;
  private int cost = COST;
  private long forwardedGroups;

  /** When its state became forwarding, by the clock. */
  private long forwardingSince;

  /** A bit for each option that is on. */
  private long switches;

  BridgePort(Bridge bridge, NetDevice device, int number) {
    this.bridge = bridge;
    this.device = device;
    this.number = number;
    turn(BridgePortOption.LEARNING, true);
    turn(BridgePortOption.FLOOD, true);
    turn(BridgePortOption.MCAST_FLOOD, true);
    turn(BridgePortOption.BCAST_FLOOD, true);
  }

  /** Whose port it is. */
  public Bridge bridge() {
    return bridge;
  }

  public NetDevice device() {
    return device;
  }

  int number() {
    return number;
  }

  boolean has(BridgePortOption option) {
    return (switches >>> option.ordinal() & 1) != 0;
  }

  private void turn(BridgePortOption option, boolean on) {
    long bit = 1L << option.ordinal();
    switches = on ? switches | bit : switches & ~bit;
  }

  /** Whether addresses are learned from what comes in by it. */
  boolean learns() {
    return state == State.LEARNING || state == State.FORWARDING;
  }

  /** Whether a frame from another port, or from the host for null, may leave by it. */
  boolean delivers(@Nullable BridgePort from) {
    if (state != State.FORWARDING || from == null) {
      return state == State.FORWARDING;
    }
    return (from != this || has(BridgePortOption.HAIRPIN))
        && !(from.has(BridgePortOption.ISOLATED) && has(BridgePortOption.ISOLATED));
  }

  // ---- frames

  /**
   * Takes a frame that its device received ({@code br_handle_frame}).
   *
   * @return whether it goes on to the protocols of the device; if not, it is the bridge's
   */
  boolean passes(Packet packet) {
    long source = NetworkOrder.get48(packet.bytes, packet.link + EthernetView.SOURCE);
    long destination = NetworkOrder.get48(packet.bytes, packet.link);
    packet.brouted = false;
    packet.overheard = false;
    if (source == 0 || (source & NetDevice.MULTICAST_BIT) != 0) {
      packet.drop(DropReason.MAC_INVALID_SOURCE);
      return false;
    }
    if ((destination & ~0xfL) == RESERVED && !forwardsReserved((int) destination & 0xf)) {
      return reserved(packet, source, (int) destination & 0xf);
    }
    if (!learns()) {
      packet.drop(DropReason.BRIDGE_INGRESS_STP_STATE);
      return false;
    }
    if (destination == bridge.mac()) {
      packet.type = Packet.Type.HOST;
    }
    if (!bridge.hook(HookNumber.PREROUTING, packet, device, null)) {
      return false;
    }
    if (packet.brouted) {
      return true;
    }
    bridge.receive(packet, this);
    return false;
  }

  private boolean forwardsReserved(int group) {
    // Without a spanning tree its frames are forwarded, so that others may find loops.
    return group == SPANNING_TREE
        || group != PAUSE
            && ((forwardedGroups | bridge.settings().forwardedGroups) >> group & 1) != 0;
  }

  /** What is for the next switch is for this host. */
  private boolean reserved(Packet packet, long source, int group) {
    if (group == PAUSE) {
      packet.drop(DropReason.NOT_SPECIFIED);
      return false;
    }
    boolean discovery = group == 0xe;
    if (!discovery && !bridge.hook(HookNumber.INPUT, packet, device, null)) {
      return false;
    }
    if (has(BridgePortOption.LEARNING) && learns() && bridge.settings().learnsFromReserved) {
      bridge.table().learn(source, this);
    }
    return true;
  }

  // ---- states

  private boolean isReady() {
    return device.up && device.carrier;
  }

  /** The bridge was set up, or the device got a carrier. */
  void enable() {
    if (isReady()) {
      state = State.BLOCKING;
      bridge.selectStates();
    }
  }

  void disable() {
    state = State.DISABLED;
    bridge.table().flush(this);
    bridge.selectStates();
  }

  /** Nothing speaks against forwarding, where no spanning tree is computed. */
  void forwardIfBlocked() {
    if (state == State.BLOCKING) {
      state = State.FORWARDING;
      forwardingSince = device.loop.nanoTime();
    }
  }

  @Override
  public void up(NetDevice changed) {
    carrier(changed);
  }

  @Override
  public void down(NetDevice changed) {
    carrier(changed);
  }

  @Override
  public void carrier(NetDevice changed) {
    if (!bridge.up) {
      return;
    }
    if (isReady() && state == State.DISABLED) {
      enable();
    } else if (!isReady() && state != State.DISABLED) {
      disable();
    }
  }

  @Override
  public void changed(NetDevice changed) {
    bridge.portChanged(this);
  }

  @Override
  public void removed(NetDevice gone) {
    bridge.remove(this);
  }

  // ---- options

  /**
   * Sets some options, switches first ({@code br_setport}).
   *
   * @throws NetlinkException ERANGE, EINVAL or ENETDOWN as Linux says, EOPNOTSUPP for what this
   *     bridge does not have
   */
  public void set(Map<BridgePortOption, Long> options) throws NetlinkException {
    for (Map.Entry<BridgePortOption, Long> option : new TreeMap<>(options).entrySet()) {
      check(option.getKey(), option.getValue());
    }
    for (BridgePortOption option : options.keySet()) {
      if (isSwitch(option)) {
        turn(option, options.get(option) != 0);
      }
    }
    cost = (int) (long) options.getOrDefault(BridgePortOption.COST, (long) cost);
    priority = (int) (long) options.getOrDefault(BridgePortOption.PRIORITY, (long) priority);
    forwardedGroups = options.getOrDefault(BridgePortOption.GROUP_FWD_MASK, forwardedGroups);
    Long wanted = options.get(BridgePortOption.STATE);
    if (wanted != null) {
      state = State.values()[wanted.intValue()];
      bridge.selectStates();
    }
    if (options.containsKey(BridgePortOption.FDB_FLUSH)) {
      bridge.table().flush(this);
    }
    device.links.listener.changed(device);
  }

  private static boolean isSwitch(BridgePortOption option) {
    return switch (option) {
      case HAIRPIN,
          GUARD,
          ROOT_BLOCK,
          FASTLEAVE,
          LEARNING,
          FLOOD,
          MCAST_FLOOD,
          BCAST_FLOOD,
          MCAST_TO_UNICAST,
          PROXY_ARP,
          PROXY_ARP_WIFI,
          NEIGH_SUPPRESS,
          VLAN_TUNNEL,
          ISOLATED,
          LOCKED ->
          true;
      default -> false;
    };
  }

  private void check(BridgePortOption option, long value) throws NetlinkException {
    Errno refused =
        switch (option) {
          case COST -> value < 1 || value > LARGEST_COST ? Errno.ERANGE : null;
          case PRIORITY -> value > HIGHEST_PRIORITY ? Errno.ERANGE : null;
          case STATE -> mayEnter(value);
          case GROUP_FWD_MASK -> (value & 1 << PAUSE) != 0 ? Errno.EINVAL : null;
          case PROXY_ARP, PROXY_ARP_WIFI, NEIGH_SUPPRESS, VLAN_TUNNEL ->
              value != 0 ? Errno.EOPNOTSUPP : null;
          case MCAST_ROUTER -> value != 1 ? Errno.EOPNOTSUPP : null;
          default -> isSwitch(option) || option == BridgePortOption.FDB_FLUSH ? null : Errno.EINVAL;
        };
    if (refused != null) {
      throw new NetlinkException(refused);
    }
  }

  private @Nullable Errno mayEnter(long value) {
    if (value >= State.values().length) {
      return Errno.EINVAL;
    }
    return device.up && (device.carrier || value == 0) ? null : Errno.ENETDOWN;
  }

  /** All that it tells of itself. */
  public Map<BridgePortOption, Long> describe() {
    Map<BridgePortOption, Long> all = new EnumMap<>(BridgePortOption.class);
    for (BridgePortOption option : BridgePortOption.values()) {
      if (isSwitch(option)) {
        all.put(option, has(option) ? 1L : 0L);
      }
    }
    long id = (long) priority << PORT_BITS | number;
    all.put(BridgePortOption.STATE, (long) state.ordinal());
    all.put(BridgePortOption.PRIORITY, (long) priority);
    all.put(BridgePortOption.COST, (long) cost);
    all.put(BridgePortOption.PORT_ID, id);
    all.put(BridgePortOption.PORT_NO, (long) number);
    all.put(BridgePortOption.DESIGNATED_PORT, id);
    all.put(BridgePortOption.DESIGNATED_COST, 0L);
    all.put(BridgePortOption.DESIGNATED_BRIDGE, bridge.identifier());
    all.put(BridgePortOption.DESIGNATED_ROOT, bridge.identifier());
    all.put(BridgePortOption.HOLD_TIMER, 0L);
    all.put(BridgePortOption.MESSAGE_AGE_TIMER, 0L);
    all.put(BridgePortOption.FORWARD_DELAY_TIMER, forwardDelayTimer());
    all.put(BridgePortOption.TOPOLOGY_CHANGE_ACK, 0L);
    all.put(BridgePortOption.CONFIG_PENDING, 0L);
    all.put(BridgePortOption.MCAST_ROUTER, 1L);
    all.put(BridgePortOption.GROUP_FWD_MASK, forwardedGroups);
    return all;
  }

  /** Linux starts it for ports that forward at once too, and lets it run out. */
  private long forwardDelayTimer() {
    long since = (device.loop.nanoTime() - forwardingSince) / BridgeSettings.TICK;
    return state == State.FORWARDING ? Math.max(0, bridge.forwardDelay() - since) : 0;
  }
}
