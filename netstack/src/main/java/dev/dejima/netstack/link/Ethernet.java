package dev.dejima.netstack.link;

import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.MacAddress;

/** A device that carries Ethernet frames between hosts ({@code ether_setup()}). */
public abstract sealed class Ethernet extends NetDevice permits Veth, Bridge, Vlan {
  /** {@code ETH_MAX_MTU}. */
  private static final int LARGEST_MTU = 65535;

  Ethernet(EventLoop loop, Links links, String name, MacAddress address, int mtu) {
    super(loop, links, name, address, mtu);
  }

  @Override
  public final int largestMtu() {
    return LARGEST_MTU;
  }

  @Override
  public final int flags() {
    int flags = NewLink.BROADCAST | NewLink.MULTICAST | (up ? NewLink.UP : 0);
    flags |= promiscuous ? NewLink.PROMISC : 0;
    return up && carrier ? flags | NewLink.RUNNING | NewLink.LOWER_UP : flags;
  }

  @Override
  public final int hardwareType() {
    return ETHERNET;
  }

  @Override
  public final boolean isLoopback() {
    return false;
  }
}
