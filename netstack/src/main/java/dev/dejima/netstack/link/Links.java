package dev.dejima.netstack.link;

import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.netstack.path.PathLog;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The devices of a namespace. */
public final class Links {
  private static final int INDEX_MASK = 0x7fff_ffff;

  private final EventLoop loop;
  private final RandomGenerator random;
  final LinkListener listener;
  final FrameReceiver receiver;
  FrameTap[] taps = {};
  FrameGate ingress = (packet, device) -> true;
  FrameGate egress = (packet, device) -> true;
  BridgeHooks bridgeHooks = (hook, packet, in, out) -> true;
  private final TreeMap<Integer, NetDevice> byIndex = new TreeMap<>();
  private final Map<String, NetDevice> byName = new HashMap<>();

  /** The other namespaces' numbers here ({@code netnsid}), in the order they were asked for. */
  private final List<Links> numbered = new ArrayList<>();

  private final Namespace namespace;
  final PathLog paths;
  private int lastIndex;

  /** Makes the table of a namespace, with nothing in it. */
  public Links(
      Namespace namespace,
      EventLoop loop,
      PathLog paths,
      RandomGenerator random,
      LinkListener listener,
      FrameReceiver receiver) {
    this.namespace = namespace;
    this.paths = paths;
    this.loop = loop;
    this.random = random;
    this.listener = listener;
    this.receiver = receiver;
  }

  /** What all frames pass that the devices receive, before the protocols see them. */
  public void ingress(FrameGate gate) {
    ingress = gate;
  }

  /** What all frames pass on their way through bridges. */
  public void bridgeHooks(BridgeHooks hooks) {
    bridgeHooks = hooks;
  }

  /** What all frames pass that the devices send. */
  public void egress(FrameGate gate) {
    egress = gate;
  }

  /** Who is told of the ways of packets here. */
  public PathLog paths() {
    return paths;
  }

  /** Whose devices they are. */
  public Namespace namespace() {
    return namespace;
  }

  /** Adds the loopback device; the listener must be ready for it. */
  public NetDevice addLoopback() {
    Loopback lo = new Loopback(loop, this);
    register(lo, 0);
    return lo;
  }

  /** Makes a pair. As on Linux, the peer is registered first. */
  public Veth addVeth(End end, Links peerLinks, End peerEnd) {
    Veth peer = new Veth(loop, peerLinks, peerEnd.name, addressOr(peerEnd.address));
    peerLinks.register(peer, peerEnd.index);
    Veth device = new Veth(loop, this, end.name, addressOr(end.address));
    register(device, end.index);
    device.peer = peer;
    peer.peer = device;
    return device;
  }

  /** Makes a bridge without ports. */
  public Bridge addBridge(End end) {
    boolean given = end.address != null;
    Bridge bridge = new Bridge(loop, this, end.name, addressOr(end.address), given);
    register(bridge, end.index);
    bridge.registered();
    return bridge;
  }

  /** Makes a VLAN on a device of this table. */
  public Vlan addVlan(End end, NetDevice lower, int protocol, int number) {
    Vlan vlan = new Vlan(loop, this, end, lower, protocol, number);
    lower.vlans.add(vlan);
    register(vlan, end.index);
    return vlan;
  }

  /**
   * What a device, or an end of a pair, is to be.
   *
   * @param index its number, 0 for the next
   * @param address absent for one by chance
   */
  public record End(String name, int index, @Nullable MacAddress address) {}

  private MacAddress addressOr(@Nullable MacAddress given) {
    if (given != null) {
      return given;
    }
    long value = random.nextLong() & 0xffff_ffff_ffffL;
    return new MacAddress(value & ~(1L << 40) | 1L << 41);
  }

  private void register(NetDevice device, int wanted) {
    device.index = wanted > 0 ? wanted : nextIndex();
    device.links = this;
    byIndex.put(device.index, device);
    byName.put(device.name, device);
    listener.added(device);
  }

  private int nextIndex() {
    do {
      lastIndex = Math.max(1, (lastIndex + 1) & INDEX_MASK);
    } while (byIndex.containsKey(lastIndex));
    return lastIndex;
  }

  public @Nullable NetDevice find(int index) {
    return byIndex.get(index);
  }

  public @Nullable NetDevice find(String name) {
    return byName.get(name);
  }

  /** All of them, by number. */
  public List<NetDevice> all() {
    return List.copyOf(byIndex.values());
  }

  /** Gives a device another name, which must be free. */
  public void rename(NetDevice device, String name) {
    byName.remove(device.name);
    device.name = name;
    byName.put(name, device);
    listener.changed(device);
  }

  /** A name that is not taken: the pattern with the lowest number for {@code %d}. */
  public String freeName(String pattern) {
    for (int i = 0; ; i++) {
      String name = pattern.replace("%d", Integer.toString(i));
      if (!byName.containsKey(name)) {
        return name;
      }
    }
  }

  /** Moves a device of this table to another, where its name must be free. */
  public void move(NetDevice device, Links to, String name) {
    unregister(device);
    device.name = name;
    to.register(device, to.byIndex.containsKey(device.index) ? 0 : device.index);
  }

  private void unregister(NetDevice device) {
    device.setUp(false);
    if (device.port != null) {
      device.port.removed(device);
    }
    listener.removed(device);
    for (FrameTap tap : device.taps) {
      tap.deviceGone();
    }
    device.taps = new FrameTap[0];
    byIndex.remove(device.index);
    byName.remove(device.name);
  }

  /** Deletes a device; with it a veth's peer, and the VLANs on it. */
  public void delete(NetDevice device) {
    unregister(device);
    List.copyOf(device.vlans).forEach(vlan -> vlan.links.delete(vlan));
    switch (device) {
      case Veth veth -> deletePeer(veth);
      case Bridge bridge -> bridge.dissolve();
      case Vlan vlan -> vlan.lower().vlans.remove(vlan);
      case Loopback _ -> {}
    }
  }

  private static void deletePeer(Veth veth) {
    Veth peer = veth.peer;
    if (peer != null) {
      veth.peer = null;
      peer.peer = null;
      peer.links.delete(peer);
    }
  }

  /** The namespace goes: all devices are deleted. */
  public void close() {
    for (NetDevice device : all()) {
      if (byIndex.get(device.index) == device) {
        delete(device);
      }
    }
  }

  /** The number that another namespace has in this one. */
  public int numberOf(Links other) {
    int number = numbered.indexOf(other);
    if (number < 0) {
      number = numbered.size();
      numbered.add(other);
    }
    return number;
  }

  /**
   * Begins to capture.
   *
   * @throws KernelException ENODEV if there is no such device
   */
  public FrameTap capture(CaptureOptions options) throws KernelException {
    if (options.device().equals("any")) {
      FrameTap tap = new FrameTap(loop, options, null, this);
      taps = NetDevice.with(taps, tap);
      return tap;
    }
    NetDevice device = find(options.device());
    if (device == null) {
      throw new KernelException(Errno.ENODEV);
    }
    FrameTap tap = new FrameTap(loop, options, device, this);
    device.addTap(tap);
    return tap;
  }

  void remove(FrameTap tap) {
    taps = NetDevice.without(taps, tap);
  }
}
