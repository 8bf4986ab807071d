package dev.dejima.netstack.link;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.NetworkOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VLAN on another device: what it sends leaves there with a tag, and frames with that tag are its
 * own (net/8021q).
 */
public final class Vlan extends Ethernet implements LinkListener {
  /** {@code VLAN_FLAG_REORDER_HDR}: tags are taken off what comes in. */
  public static final int REORDER_HEADERS = 1;

  private static final int NUMBER_MASK = 0xfff;
  private static final int ADDRESSES = 2 * MacAddress.LENGTH;
  private static final int DOWN = 2;
  private static final int LOWER_LAYER_DOWN = 3;
  private static final int UP = 6;

  private final NetDevice lower;
  private final int protocol;
  private final int number;
  private boolean addressIsGiven;

  Vlan(EventLoop loop, Links links, Links.End end, NetDevice lower, int protocol, int number) {
    super(
        loop, links, end.name(), end.address() == null ? lower.address : end.address(), lower.mtu);
    this.addressIsGiven = end.address() != null;
    this.lower = lower;
    this.protocol = protocol;
    this.number = number;
  }

  /** The device that it is on. */
  public NetDevice lower() {
    return lower;
  }

  /** The EtherType of its tags. */
  public int protocol() {
    return protocol;
  }

  /** 0 to 4094. */
  public int number() {
    return number;
  }

  /** The VLAN that a tagged frame belongs to; null if there is none for it. */
  static @Nullable Vlan of(Packet packet, List<Vlan> vlans) {
    for (int i = 0; i < vlans.size(); i++) {
      Vlan vlan = vlans.get(i);
      if (vlan.isTaggedFor(packet)) {
        return vlan;
      }
    }
    return null;
  }

  private boolean isTaggedFor(Packet packet) {
    int type = NetworkOrder.get16(packet.bytes, packet.link + EthernetView.ETHER_TYPE);
    return type == protocol && number(packet) == number;
  }

  /** The number in a frame's tag. */
  static int number(Packet packet) {
    int tag = packet.link + EthernetView.LENGTH;
    return NetworkOrder.get16(packet.bytes, tag) & NUMBER_MASK;
  }

  /** Takes a frame with its tag ({@code vlan_do_receive}). */
  void receive(Packet packet) {
    if (!up) {
      packet.drop(DropReason.DEV_READY);
      return;
    }
    if (packet.type == Packet.Type.OTHERHOST
        && NetworkOrder.get48(packet.bytes, packet.link) == mac) {
      packet.type = Packet.Type.HOST;
    }
    moveAddresses(packet, Packet.VLAN_TAG);
    packet.readLink();
    packet.priority = 0;
    counters.rxPackets++;
    counters.rxBytes += packet.length();
    counters.multicast += packet.type == Packet.Type.MULTICAST ? 1 : 0;
    deliver(packet);
  }

  @Override
  void send(Packet packet) {
    counters.txPackets++;
    counters.txBytes += packet.end - packet.link;
    moveAddresses(packet, -Packet.VLAN_TAG);
    int at = packet.link + EthernetView.ETHER_TYPE;
    NetworkOrder.put16(packet.bytes, at, protocol);
    NetworkOrder.put16(packet.bytes, at + 2, number);
    packet.out = lower;
    lower.transmit(packet);
  }

  /** Moves the two addresses in front of a frame, over a tag or away from the type for one. */
  private static void moveAddresses(Packet packet, int octets) {
    int link = packet.link + octets;
    System.arraycopy(packet.bytes, packet.link, packet.bytes, link, ADDRESSES);
    packet.link = link;
  }

  @Override
  int receivedFrom(Packet packet) {
    return packet.network;
  }

  // ---- what becomes of the device below

  private void followCarrier() {
    setCarrier(up && lower.carrier);
  }

  @Override
  void opened() {
    inheritAddress();
    followCarrier();
  }

  @Override
  void closed() {
    followCarrier();
  }

  @Override
  public void up(NetDevice below) {
    setUp(true);
    followCarrier();
  }

  @Override
  public void down(NetDevice below) {
    setUp(false);
  }

  @Override
  public void carrier(NetDevice below) {
    followCarrier();
  }

  @Override
  public void changed(NetDevice below) {
    if (mtu > below.mtu) {
      setMtu(below.mtu);
    }
    if (up) {
      inheritAddress();
    }
  }

  private void inheritAddress() {
    if (!addressIsGiven && mac != lower.mac) {
      super.setAddress(lower.address);
    }
  }

  // ---- as a device

  @Override
  public void setAddress(MacAddress value) {
    addressIsGiven = true;
    super.setAddress(value);
  }

  @Override
  public int leastMtu() {
    return 0;
  }

  @Override
  public int operState() {
    return !up ? DOWN : carrier ? UP : LOWER_LAYER_DOWN;
  }

  @Override
  public String kind() {
    return "vlan";
  }
}
