package dev.dejima.netstack.link;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.NetworkOrder;
import java.util.Arrays;

/**
 * A device. What it receives waits in a ring (the backlog of Linux) and is taken from there by
 * deferred work, so that sending never nests in receiving.
 */
public abstract sealed class NetDevice implements Device permits Loopback, Veth {
  private static final int BUDGET = 64;
  private static final long BROADCAST = 0xffff_ffff_ffffL;
  private static final long MULTICAST_BIT = 1L << 40;
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
    if (!up) {
      counters.txDropped++;
      packet.release();
      return;
    }
    if (!links.egress.passes(packet, this)) {
      return;
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
      packet.release();
      return;
    }
    packet.in = this;
    packet.out = null;
    packet.network = packet.link + EthernetView.LENGTH;
    long destination = NetworkOrder.get48(packet.bytes, packet.link);
    packet.etherType = NetworkOrder.get16(packet.bytes, packet.link + EthernetView.ETHER_TYPE);
    packet.type = type(destination);
    counters.rxPackets++;
    counters.rxBytes += packet.end - receivedFrom(packet);
    if (packet.type == Packet.Type.MULTICAST) {
      counters.multicast++;
    }
    if (taps.length > 0 || links.taps.length > 0) {
      tap(packet, false);
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
      links.listener.up(this);
    } else {
      flush();
      closed();
      links.listener.down(this);
    }
  }

  abstract void opened();

  abstract void closed();

  final void setCarrier(boolean value) {
    if (carrier != value) {
      carrier = value;
      links.listener.carrier(this);
    }
  }

  /** Changes the link-layer address. */
  public final void setAddress(MacAddress value) {
    address = value;
    mac = value.value();
    links.listener.changed(this);
  }

  public final void setMtu(int value) {
    if (mtu != value) {
      mtu = value;
      links.listener.changed(this);
    }
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
  public final boolean isUp() {
    return up;
  }

  @Override
  public String toString() {
    return name;
  }
}
