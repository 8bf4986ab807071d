package dev.dejima.netstack.link;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.MacAddress;
import org.jspecify.annotations.Nullable;

/** One end of a pair of devices: what one sends, the other receives (drivers/net/veth.c). */
public final class Veth extends Ethernet {
  private static final int MTU = 1500;
  private static final int LEAST_MTU = 68;

  private static final int DOWN = 2;
  private static final int LOWER_LAYER_DOWN = 3;
  private static final int UP = 6;

  /**
   * Why there is no carrier, as it was when the carrier went ({@code default_operstate}): the other
   * end is looked up by its number in this end's namespace, wherever it is.
   */
  private int withoutCarrier = LOWER_LAYER_DOWN;

  /** The other end; null once it has been deleted. */
  @Nullable Veth peer;

  Veth(EventLoop loop, Links links, String name, MacAddress address) {
    super(loop, links, name, address, MTU);
  }

  /** The other end; null while it is being deleted. */
  public @Nullable Veth peer() {
    return peer;
  }

  @Override
  void send(Packet packet) {
    Veth other = peer;
    int length = packet.end - packet.link;
    if (other == null || !other.up || length > other.mtu + EthernetView.LENGTH + Packet.VLAN_TAG) {
      counters.txDropped++;
      packet.drop(DropReason.DEV_READY);
      return;
    }
    counters.txPackets++;
    counters.txBytes += length;
    packet.resetFlow();
    packet.local = false;
    packet.ownerless = false;
    packet.uid = 0;
    packet.gid = 0;
    packet.forwarded = false;
    packet.fragmentSize = Packet.NOT_FRAGMENTED;
    packet.nextHop4 = 0;
    packet.nextHopHigh = 0;
    packet.nextHopLow = 0;
    if (other.links != links) {
      packet.mark = 0;
    }
    other.enqueue(packet);
  }

  @Override
  int receivedFrom(Packet packet) {
    return packet.link;
  }

  @Override
  void opened() {
    updateCarrier();
  }

  @Override
  void closed() {
    updateCarrier();
  }

  private void updateCarrier() {
    Veth other = peer;
    boolean on = up && other != null && other.up;
    change(on);
    if (other != null) {
      other.change(on);
    }
  }

  private void change(boolean on) {
    if (on != carrier) {
      boolean seen = peer != null && links.find(peer.index()) != null;
      withoutCarrier = seen ? LOWER_LAYER_DOWN : DOWN;
    }
    setCarrier(on);
  }

  @Override
  public int leastMtu() {
    return LEAST_MTU;
  }

  @Override
  public int operState() {
    return !up ? DOWN : carrier ? UP : withoutCarrier;
  }

  @Override
  public String kind() {
    return "veth";
  }
}
