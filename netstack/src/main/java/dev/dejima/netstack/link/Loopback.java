package dev.dejima.netstack.link;

import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.MacAddress;

/** The device {@code lo}: what it sends, it receives. */
public final class Loopback extends NetDevice {
  private static final int MTU = 65536;

  Loopback(EventLoop loop, Links links) {
    super(loop, links, "lo", new MacAddress(0), MTU);
    carrier = true;
  }

  @Override
  void send(Packet packet) {
    counters.txPackets++;
    counters.txBytes += packet.end - packet.link - EthernetView.LENGTH;
    packet.local = false;
    packet.ownerless = false;
    packet.socket = null;
    enqueue(packet);
  }

  @Override
  int receivedFrom(Packet packet) {
    return packet.network;
  }

  @Override
  void opened() {}

  @Override
  void closed() {}

  @Override
  public int leastMtu() {
    return 0;
  }

  @Override
  public int largestMtu() {
    return Integer.MAX_VALUE;
  }

  @Override
  public int operState() {
    return up ? 0 : 2;
  }

  @Override
  public int flags() {
    return NewLink.LOOPBACK | (up ? NewLink.UP | NewLink.RUNNING | NewLink.LOWER_UP : 0);
  }

  @Override
  public int hardwareType() {
    return 772;
  }

  @Override
  public boolean isLoopback() {
    return true;
  }

  @Override
  public String kind() {
    return "";
  }
}
