package dev.dejima.netstack.link;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.rtnetlink.BridgeOption;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.NetworkOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bridge: a switch whose ports are devices, and a device of the host on that switch (net/bridge).
 *
 * <p>A frame's way is {@link BridgePort#passes} (prerouting) → {@link #receive}, which learns and
 * looks for the port → {@link BridgeForwarding} (forward, postrouting), or input and the protocols
 * of the bridge itself. What the host sends begins at {@link #send} (output, postrouting).
 */
public final class Bridge extends Ethernet {
  private static final int MTU = 1500;
  private static final int LEAST_MTU = 68;
  private static final int MOST_PORTS = 1024;
  private static final int DOWN = 2;
  private static final int UP = 6;
  private static final MacAddress ALL_SNOOPERS = new MacAddress(0x0100_5e00_006aL);
  private static final MacAddress ALL_SNOOPERS_6 = new MacAddress(0x3333_0000_006aL);

  private final BridgeSettings settings = new BridgeSettings();
  private final ForwardingTable table = new ForwardingTable(this);
  private final BridgeForwarding forwarding = new BridgeForwarding(this);

  /** The newest first, as Linux floods. */
  private final List<BridgePort> ports = new ArrayList<>();

  /**
   * What the spanning tree would know it by: none before it has a port, or an address was given.
   */
  private long identity;

  private boolean addressIsGiven;
  private boolean mtuIsGiven;
  private boolean joinedSnoopers;

  Bridge(EventLoop loop, Links links, String name, MacAddress address, boolean given) {
    super(loop, links, name, address, MTU);
    this.addressIsGiven = given;
    this.identity = given ? address.value() : 0;
    this.carrier = true;
  }

  /** It is in its namespace's table now. */
  void registered() {
    table.addLocal(null, mac);
  }

  BridgeSettings settings() {
    return settings;
  }

  /** Which address is behind which port. */
  public ForwardingTable table() {
    return table;
  }

  /** The newest first. */
  public List<BridgePort> ports() {
    return ports;
  }

  /** Nanoseconds that what was learned counts. */
  long ageingTime() {
    return settings.ageingTime;
  }

  long forwardDelay() {
    return settings.get(BridgeOption.FORWARD_DELAY);
  }

  /** Its priority and its address, as the spanning tree knows it. */
  long identifier() {
    return settings.get(BridgeOption.PRIORITY) << 48 | identity;
  }

  boolean hook(HookNumber hook, Packet packet, @Nullable NetDevice in, @Nullable NetDevice out) {
    return links.bridgeHooks.passes(hook, packet, in, out);
  }

  // ---- frames

  /** Takes a frame from a port ({@code br_handle_frame_finish}). */
  void receive(Packet packet, BridgePort from) {
    long source = NetworkOrder.get48(packet.bytes, packet.link + EthernetView.SOURCE);
    long destination = NetworkOrder.get48(packet.bytes, packet.link + EthernetView.DESTINATION);
    if (from.state == BridgePort.State.DISABLED || isLockedOut(from, source)) {
      packet.drop(DropReason.BRIDGE_INGRESS_STP_STATE);
      return;
    }
    if (from.has(BridgePortOption.LEARNING)) {
      table.learn(source, from);
    }
    if (from.state == BridgePort.State.LEARNING) {
      packet.drop(DropReason.BRIDGE_INGRESS_STP_STATE);
      return;
    }
    FdbEntry entry = (destination & MULTICAST_BIT) == 0 ? table.find(destination) : null;
    if (packet.path != null) {
      tellWay(packet.path, from.device().name(), entry);
    }
    if ((destination & MULTICAST_BIT) != 0) {
      counters.multicast += destination == BROADCAST ? 0 : 1;
      forwarding.flood(packet, destination, from, true);
      passUp(packet, from, isPromiscuous());
      return;
    }
    if (entry != null && entry.local) {
      passUp(packet, from, false);
      return;
    }
    boolean overheard = isPromiscuous();
    if (entry != null && entry.port != null) {
      entry.used = loop.nanoTime();
      forwarding.forward(packet, entry.port, from, overheard);
    } else {
      forwarding.flood(packet, destination, from, overheard);
    }
    if (overheard) {
      passUp(packet, from, true);
    }
  }

  private void tellWay(PacketPath path, @Nullable String in, @Nullable FdbEntry entry) {
    String out = entry == null || entry.port == null ? null : entry.port.device().name();
    path.tell(
        new DeviceEvent.Bridged(
            path.now(), name, in, entry != null && entry.local ? null : out, entry != null));
  }

  /** A locked port takes frames only from whom somebody entered there. */
  private boolean isLockedOut(BridgePort from, long source) {
    if (!from.has(BridgePortOption.LOCKED)) {
      return false;
    }
    FdbEntry known = table.find(source);
    return known == null || known.local || known.port != from;
  }

  /** The frame is for the host ({@code br_pass_frame_up}). */
  private void passUp(Packet packet, BridgePort from, boolean overheard) {
    counters.rxPackets++;
    counters.rxBytes += packet.length();
    packet.overheard = overheard;
    if (hook(HookNumber.INPUT, packet, from.device(), null)) {
      packet.fragmentSize = Packet.NOT_FRAGMENTED;
      deliver(packet);
    }
  }

  @Override
  void send(Packet packet) {
    counters.txPackets++;
    counters.txBytes += packet.end - packet.link;
    packet.brouted = false;
    packet.overheard = false;
    packet.fragmentSize = Packet.NOT_FRAGMENTED;
    long destination = NetworkOrder.get48(packet.bytes, packet.link + EthernetView.DESTINATION);
    FdbEntry entry = (destination & MULTICAST_BIT) == 0 ? table.find(destination) : null;
    if (packet.path != null) {
      tellWay(packet.path, null, entry);
    }
    if (entry == null) {
      forwarding.flood(packet, destination, null, false);
    } else if (entry.port == null) {
      packet.release();
    } else {
      forwarding.forward(packet, entry.port, null, false);
    }
  }

  /** A frame that was held back at a hook goes on from there. */
  public static void goOn(
      HookNumber hook, Packet packet, @Nullable NetDevice in, @Nullable NetDevice out) {
    BridgePort at = in != null ? in.port : out != null ? out.port : null;
    if (at == null) {
      packet.release();
      return;
    }
    Bridge bridge = at.bridge();
    switch (hook) {
      case PREROUTING -> bridge.receive(packet, at);
      case INPUT -> bridge.deliver(packet);
      case FORWARD, OUTPUT -> bridge.forwarding.leave(packet, Objects.requireNonNull(out));
      case POSTROUTING -> BridgeForwarding.push(packet, Objects.requireNonNull(out));
      case INGRESS, EGRESS -> throw new IllegalArgumentException(hook.word());
    }
  }

  /** Sends a frame of the host by a port, whatever the forwarding database says. */
  public void sendBy(Packet packet, BridgePort port) {
    forwarding.forward(packet, port, null, false);
  }

  @Override
  int receivedFrom(Packet packet) {
    return packet.network;
  }

  // ---- ports

  /**
   * Makes a device a port ({@code br_add_if}).
   *
   * @throws NetlinkException EINVAL, ELOOP, EBUSY or EXFULL as Linux refuses
   */
  public void add(NetDevice device) throws NetlinkException {
    if (device.hardwareType() != ETHERNET || device.mac() == 0) {
      throw new NetlinkException(Errno.EINVAL);
    }
    if (device instanceof Bridge) {
      throw new NetlinkException(Errno.ELOOP, "Can not enslave a bridge to a bridge");
    }
    if (device.port() != null || device.isAbove(this)) {
      throw new NetlinkException(Errno.EBUSY);
    }
    BridgePort port = new BridgePort(this, device, freeNumber());
    device.port = port;
    ports.addFirst(port);
    table.addLocal(port, device.mac());
    chooseAddress();
    if (up) {
      port.enable();
    }
    device.links.listener.changed(device);
    adjustMtu();
  }

  private int freeNumber() throws NetlinkException {
    for (int number = 1; number < MOST_PORTS; number++) {
      int wanted = number;
      if (ports.stream().noneMatch(port -> port.number() == wanted)) {
        return number;
      }
    }
    throw new NetlinkException(Errno.EXFULL);
  }

  /** A device is a port no longer. */
  public void remove(BridgePort port) {
    release(port);
    adjustMtu();
    chooseAddress();
  }

  private void release(BridgePort port) {
    if (port.state != BridgePort.State.DISABLED) {
      port.disable();
    }
    ports.remove(port);
    table.removePort(port);
    port.device().port = null;
    port.device().links.listener.changed(port.device());
  }

  /** The bridge goes: its ports are devices on their own again. */
  void dissolve() {
    for (BridgePort port : List.copyOf(ports)) {
      release(port);
    }
    table.clear(null);
    table.closed();
  }

  /** Its address or its MTU may have changed. */
  void portChanged(BridgePort port) {
    FdbEntry own = table.find(port.device().mac());
    if (own == null || !own.local) {
      table.portAddressChanged(port, port.device().mac());
      chooseAddress();
    }
    adjustMtu();
  }

  /** The lowest of the ports' addresses, unless somebody gave one. */
  private void chooseAddress() {
    if (addressIsGiven) {
      return;
    }
    long lowest = ports.stream().mapToLong(port -> port.device().mac()).min().orElse(0);
    if (lowest != identity) {
      identify(lowest);
    }
  }

  private void identify(long address) {
    table.bridgeAddressChanged(mac, address);
    identity = address;
    super.setAddress(new MacAddress(address));
  }

  @Override
  public void setAddress(MacAddress value) {
    addressIsGiven = true;
    if (value.value() == mac) {
      super.setAddress(value);
    } else {
      identify(value.value());
    }
  }

  private void adjustMtu() {
    if (!mtuIsGiven) {
      super.setMtu(ports.stream().mapToInt(port -> port.device().mtu()).min().orElse(MTU));
    }
  }

  @Override
  public void setMtu(int value) {
    mtuIsGiven |= value != mtu;
    super.setMtu(value);
  }

  /** Ports that may forward do, and the bridge has a carrier while one does. */
  void selectStates() {
    boolean live = false;
    for (BridgePort port : ports) {
      port.forwardIfBlocked();
      live |= port.state == BridgePort.State.FORWARDING;
    }
    setCarrier(live);
  }

  @Override
  void opened() {
    table.opened();
    List.copyOf(ports).forEach(BridgePort::enable);
    selectStates();
    joinSnoopers();
  }

  @Override
  void closed() {
    for (BridgePort port : List.copyOf(ports)) {
      if (port.state != BridgePort.State.DISABLED) {
        port.disable();
      }
    }
    table.closed();
    leaveSnoopers();
  }

  /** Who snoops wants to hear what other snoopers tell (RFC 4286). */
  private void joinSnoopers() {
    if (up && settings.snoops() && !joinedSnoopers) {
      joinedSnoopers = true;
      groups.add(ALL_SNOOPERS);
      groups.add(ALL_SNOOPERS_6);
    }
  }

  private void leaveSnoopers() {
    if (joinedSnoopers) {
      joinedSnoopers = false;
      groups.remove(ALL_SNOOPERS);
      groups.remove(ALL_SNOOPERS_6);
    }
  }

  // ---- options

  /**
   * Sets some options ({@code br_changelink}).
   *
   * @throws NetlinkException ERANGE, EINVAL or EOPNOTSUPP
   */
  public void set(Map<BridgeOption, Long> options) throws NetlinkException {
    for (Map.Entry<BridgeOption, Long> option : new TreeMap<>(options).entrySet()) {
      settings.set(option.getKey(), option.getValue());
      switch (option.getKey()) {
        case AGEING_TIME -> table.collect();
        case FDB_FLUSH -> table.flushAll();
        case MCAST_SNOOPING -> {
          if (settings.snoops()) {
            joinSnoopers();
          } else {
            leaveSnoopers();
          }
        }
        default -> {}
      }
    }
  }

  /** All that it tells of itself. */
  public Map<BridgeOption, Long> describe() {
    Map<BridgeOption, Long> all = new EnumMap<>(settings.all());
    all.put(BridgeOption.BRIDGE_ID, identifier());
    all.put(BridgeOption.DESIGNATED_ROOT, identifier());
    all.put(BridgeOption.ROOT_PORT, 0L);
    all.put(BridgeOption.ROOT_PATH_COST, 0L);
    all.put(BridgeOption.TOPOLOGY_CHANGE, 0L);
    all.put(BridgeOption.TOPOLOGY_CHANGE_DETECTED, 0L);
    all.put(BridgeOption.HELLO_TIMER, 0L);
    all.put(BridgeOption.TCN_TIMER, 0L);
    all.put(BridgeOption.TOPOLOGY_CHANGE_TIMER, 0L);
    all.put(BridgeOption.GC_TIMER, table.untilCollection() / BridgeSettings.TICK);
    all.put(BridgeOption.FDB_N_LEARNED, (long) table.learned());
    return all;
  }

  // ---- as a device

  @Override
  public int leastMtu() {
    return LEAST_MTU;
  }

  @Override
  public int operState() {
    return up && carrier ? UP : DOWN;
  }

  @Override
  public String kind() {
    return "bridge";
  }
}
