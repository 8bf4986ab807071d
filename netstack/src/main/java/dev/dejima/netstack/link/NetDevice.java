package dev.dejima.netstack.link;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.NetworkOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A device. What it receives waits in a ring (the backlog of Linux) and is taken from there by
 * deferred work, so that sending never nests in receiving.
 */
public abstract sealed class NetDevice implements Device permits Loopback, Ethernet {
  private static final int BUDGET = 64;
  static final long BROADCAST = 0xffff_ffff_ffffL;
  static final long MULTICAST_BIT = 1L << 40;

  /** {@code ARPHRD_ETHER}. */
  static final int ETHERNET = 1;

  private static final FrameTap[] NO_TAPS = {};

  final EventLoop loop;
  final Counters counters = new Counters();
  private final Runnable poll = this::poll;
  private Packet[] ring = new Packet[64];
  private int head;
  private int waiting;
  private boolean polling;
  FrameTap[] taps = NO_TAPS;

  Links links;
  int index;
  String name;
  MacAddress address;
  long mac;
  int mtu;
  int group;
  int txQueueLength = 1000;
  boolean up;
  boolean carrier;

  /** As which it is part of a bridge; null if it is none's. */
  @Nullable BridgePort port;

  /** The VLANs on it, in no order that means anything. */
  final List<Vlan> vlans = new ArrayList<>();

  /** Addresses of its own beside the first. */
  final HardwareAddresses unicast = new HardwareAddresses();

  /** The groups it listens to. */
  final HardwareAddresses groups = new HardwareAddresses();

  /** Whether somebody wants it to take all frames. */
  boolean promiscuous;

  /** Whether it was ever up: only then has it a queueing discipline. */
  boolean activated;

  /** What passed, as {@code struct rtnl_link_stats64} counts it. */
  public static final class Counters {
    public long rxPackets;
    public long rxBytes;
    public long rxDropped;
    public long txPackets;
    public long txBytes;
    public long txDropped;
    public long multicast;
  }

  NetDevice(EventLoop loop, Links links, String name, MacAddress address, int mtu) {
    this.loop = loop;
    this.links = links;
    this.name = name;
    this.address = address;
    this.mac = address.value();
    this.mtu = mtu;
  }

  /** Sends a frame, from {@code link} to {@code end}. The packet is the device's from now on. */
  public final void transmit(Packet packet) {
    if (links.paths.on()) {
      packet.path = links.paths.enter(packet.path);
      packet.begin();
    }
    if (!up) {
      counters.txDropped++;
      packet.drop(DropReason.DEV_READY);
      return;
    }
    if (!links.egress.passes(packet, this)) {
      return;
    }
    PacketPath path = packet.path;
    if (path != null) {
      path.tell(new DeviceEvent.Sent(path.now(), name, packet.frame()));
    }
    if (taps.length > 0 || links.taps.length > 0) {
      tap(packet, true);
    }
    send(packet);
  }

  abstract void send(Packet packet);

  /** Puts a frame that came in by this device into its ring. */
  final void enqueue(Packet packet) {
    if (waiting == ring.length) {
      grow();
    }
    ring[(head + waiting++) & (ring.length - 1)] = packet;
    if (!polling) {
      polling = true;
      loop.defer(poll);
    }
  }

  private void grow() {
    Packet[] larger = new Packet[ring.length * 2];
    for (int i = 0; i < waiting; i++) {
      larger[i] = ring[(head + i) & (ring.length - 1)];
    }
    ring = larger;
    head = 0;
  }

  private void poll() {
    try {
      for (int i = 0; i < BUDGET && waiting > 0; i++) {
        Packet packet = ring[head];
        head = (head + 1) & (ring.length - 1);
        waiting--;
        receive(packet);
      }
    } finally {
      polling = waiting > 0;
      if (polling) {
        loop.defer(poll);
      }
    }
  }

  private void receive(Packet packet) {
    if (!up) {
      counters.rxDropped++;
      packet.drop(DropReason.DEV_READY);
      return;
    }
    packet.readLink();
    packet.type = type(NetworkOrder.get48(packet.bytes, packet.link));
    counters.rxPackets++;
    counters.rxBytes += packet.end - receivedFrom(packet);
    if (packet.type == Packet.Type.MULTICAST) {
      counters.multicast++;
    }
    deliver(packet);
  }

  /**
   * Shows a frame that came in to captures and to the ingress hook, and hands it on: to the VLAN
   * whose it is, to the bridge whose port this is, or to the protocols ({@code
   * __netif_receive_skb_core}).
   */
  final void deliver(Packet packet) {
    packet.in = this;
    packet.out = null;
    if (links.paths.on()) {
      PacketPath path = links.paths.enter(packet.path);
      packet.path = path;
      path.tell(new DeviceEvent.Arrived(path.now(), name, packet.frame()));
    }
    if (taps.length > 0 || links.taps.length > 0) {
      tap(packet, false);
    }
    if (!links.ingress.passes(packet, this)) {
      return;
    }
    boolean tagged = packet.isTagged();
    Vlan vlan = tagged ? Vlan.of(packet, vlans) : null;
    if (vlan != null) {
      vlan.receive(packet);
      return;
    }
    if (port != null && !port.passes(packet)) {
      return;
    }
    if (tagged && Vlan.number(packet) != 0) {
      packet.type = Packet.Type.OTHERHOST;
    }
    links.receiver.receive(packet, this);
  }

  /** From where the octets of a received packet are counted. */
  abstract int receivedFrom(Packet packet);

  private Packet.Type type(long destination) {
    if (destination == mac) {
      return Packet.Type.HOST;
    }
    if (destination == BROADCAST) {
      return Packet.Type.BROADCAST;
    }
    return (destination & MULTICAST_BIT) != 0 ? Packet.Type.MULTICAST : Packet.Type.OTHERHOST;
  }

  private void tap(Packet packet, boolean outgoing) {
    for (FrameTap tap : taps) {
      tap.offer(packet, this, outgoing);
    }
    for (FrameTap tap : links.taps) {
      tap.offer(packet, this, outgoing);
    }
  }

  void addTap(FrameTap tap) {
    taps = with(taps, tap);
  }

  void removeTap(FrameTap tap) {
    taps = without(taps, tap);
  }

  static FrameTap[] with(FrameTap[] taps, FrameTap tap) {
    FrameTap[] more = Arrays.copyOf(taps, taps.length + 1);
    more[taps.length] = tap;
    return more;
  }

  static FrameTap[] without(FrameTap[] taps, FrameTap tap) {
    return Arrays.stream(taps).filter(t -> t != tap).toArray(FrameTap[]::new);
  }

  /** Throws away what has not been received yet. */
  final void flush() {
    for (; waiting > 0; waiting--) {
      ring[head].release();
      head = (head + 1) & (ring.length - 1);
    }
  }

  /** Sets it up or down; tells the listeners. */
  public final void setUp(boolean value) {
    if (up == value) {
      return;
    }
    up = value;
    activated |= value;
    if (value) {
      opened();
      tell(LinkListener::up);
    } else {
      flush();
      closed();
      tell(LinkListener::down);
    }
  }

  abstract void opened();

  abstract void closed();

  final void setCarrier(boolean value) {
    if (carrier != value) {
      carrier = value;
      tell(LinkListener::carrier);
    }
  }

  /** Changes the link-layer address. */
  public void setAddress(MacAddress value) {
    address = value;
    mac = value.value();
    tell(LinkListener::changed);
  }

  public void setMtu(int value) {
    if (mtu != value) {
      mtu = value;
      tell(LinkListener::changed);
    }
  }

  /** Has it take all frames, or no longer. */
  public final void setPromiscuous(boolean value) {
    if (promiscuous != value) {
      promiscuous = value;
      tell(LinkListener::changed);
    }
  }

  /** Tells the namespace, then the devices above. */
  private void tell(BiConsumer<LinkListener, NetDevice> event) {
    event.accept(links.listener, this);
    if (port != null) {
      event.accept(port, this);
    }
    for (Vlan vlan : List.copyOf(vlans)) {
      event.accept(vlan, this);
    }
  }

  /** How many want it to take all frames, whomever they are for. */
  public final int promiscuity() {
    return capturers()
        + (port != null ? 1 : 0)
        + (promiscuous ? 1 : 0)
        + (unicast.all().isEmpty() ? 0 : 1);
  }

  /** How many captures want it to. */
  private int capturers() {
    int count = 0;
    for (FrameTap tap : taps) {
      count += tap.isPromiscuous() ? 1 : 0;
    }
    return count;
  }

  final boolean isPromiscuous() {
    return promiscuous || capturers() > 0;
  }

  /** Whether it is a VLAN of that device, or of one that is. */
  final boolean isAbove(NetDevice other) {
    return this instanceof Vlan vlan && (vlan.lower() == other || vlan.lower().isAbove(other));
  }

  /** The VLANs on it. */
  public final List<Vlan> vlans() {
    return vlans;
  }

  /** As which it is part of a bridge; null if it is none's. */
  public final @Nullable BridgePort port() {
    return port;
  }

  /** Addresses of its own beside the first. */
  public final HardwareAddresses unicast() {
    return unicast;
  }

  /** The groups it listens to. */
  public final HardwareAddresses groups() {
    return groups;
  }

  public final void setGroup(int value) {
    group = value;
    links.listener.changed(this);
  }

  public final void setTxQueueLength(int value) {
    txQueueLength = value;
    links.listener.changed(this);
  }

  /** The least MTU it takes. */
  public abstract int leastMtu();

  /** The largest MTU it takes. */
  public abstract int largestMtu();

  /** {@code IF_OPER_*}: 0 unknown, 2 down, 3 lower layer down, 6 up. */
  public abstract int operState();

  /** {@code IFF_*} as {@code dev_get_flags} tells them. */
  public abstract int flags();

  public final Counters counters() {
    return counters;
  }

  /** The table it is in. */
  public final Links links() {
    return links;
  }

  /** The name of its queueing discipline. */
  public final String qdisc() {
    return activated ? "noqueue" : "noop";
  }

  public final int txQueueLength() {
    return txQueueLength;
  }

  public final boolean hasCarrier() {
    return carrier;
  }

  /** {@link #address} as a number. */
  public final long mac() {
    return mac;
  }

  @Override
  public final int index() {
    return index;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int group() {
    return group;
  }

  @Override
  public final int mtu() {
    return mtu;
  }

  @Override
  public final MacAddress address() {
    return address;
  }

  @Override
  public final @Nullable Device bridge() {
    return port == null ? null : port.bridge();
  }

  @Override
  public final boolean isUp() {
    return up;
  }

  @Override
  public String toString() {
    return name;
  }
}
