package dev.dejima.netstack.ip;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.inet.IpStatistics;
import dev.dejima.netstack.inet.RawReceiver;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.inet.Transport;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.neigh.Neighbours;
import dev.dejima.netstack.netfilter.Netfilter;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 of a namespace: what its parts share, and the door to them. A packet's way is {@link Input4}
 * → {@link Forward4} or a {@link Transport} → {@link Output4}.
 */
public final class Ipv4 {
  /** The link-layer address of 224.0.0.1, which every device that is up listens to. */
  private static final MacAddress ALL_SYSTEMS = new MacAddress(0x0100_5e00_0001L);

  private final EventLoop loop;
  private final PacketPool packets;
  private final Links links;
  private final Ip4Events events;
  private final RouteTable4 routes;
  private final Addresses4 addresses = new Addresses4(this);
  private final Arp arp;
  private final Icmp4 icmp;
  private final Input4 input;
  private final Forward4 forward;
  private final Output4 output;
  private final Reassembly4 reassembly;
  private final RouteTeller4 teller = new RouteTeller4(this);
  private final RandomGenerator random;
  private final Consumer<String> log;
  private final List<Interface4> interfaces = new ArrayList<>();
  private @Nullable Interface4[] byIndex = new Interface4[16];
  private final @Nullable Transport[] transports = new Transport[256];
  private @Nullable Netfilter netfilter;
  private RawReceiver raw = packet -> false;

  /** The values of {@code conf/all} and {@code conf/default}, by {@link Conf4}. */
  private final int[] confAll = initialConf();

  private final int[] confDefault = initialConf();
  private final Settings4 settings = new Settings4();
  private final IpStatistics statistics = new IpStatistics();

  /** Makes it, without addresses and routes; {@link #netfilter(Netfilter)} is to follow. */
  public Ipv4(
      EventLoop loop,
      PacketPool packets,
      Links links,
      Ip4Events events,
      RandomGenerator random,
      Consumer<String> log) {
    this.loop = loop;
    this.log = log;
    this.packets = packets;
    this.links = links;
    this.events = events;
    this.random = random;
    this.routes = new RouteTable4(events::route);
    this.arp = new Arp(this, random);
    this.icmp = new Icmp4(this);
    this.input = new Input4(this);
    this.forward = new Forward4(this);
    this.output = new Output4(this);
    this.reassembly = new Reassembly4(this);
    confAll[Conf4.ACCEPT_SOURCE_ROUTE.ordinal()] = 0;
    transport(1, icmp);
  }

  private static int[] initialConf() {
    int[] values = new int[Conf4.values().length];
    for (Conf4 variable : Conf4.values()) {
      values[variable.ordinal()] = variable.initial();
    }
    return values;
  }

  // ---- what the parts share

  public EventLoop loop() {
    return loop;
  }

  public PacketPool packets() {
    return packets;
  }

  public Links links() {
    return links;
  }

  Ip4Events events() {
    return events;
  }

  public RouteTable4 routes() {
    return routes;
  }

  Arp arp() {
    return arp;
  }

  public Icmp4 icmp() {
    return icmp;
  }

  public Output4 output() {
    return output;
  }

  public Reassembly4 reassembly() {
    return reassembly;
  }

  RouteTeller4 teller() {
    return teller;
  }

  Forward4 forward() {
    return forward;
  }

  /** Tells whoever administers the host what packets have brought about. */
  void warn(String line) {
    log.accept(line);
  }

  RandomGenerator random() {
    return random;
  }

  public Settings4 settings() {
    return settings;
  }

  public IpStatistics statistics() {
    return statistics;
  }

  Netfilter netfilter() {
    if (netfilter == null) {
      throw new IllegalStateException("a namespace without netfilter");
    }
    return netfilter;
  }

  /** Says what stands at the hooks. */
  public void netfilter(Netfilter value) {
    netfilter = value;
  }

  /** Says who takes a protocol's packets. */
  public void transport(int protocol, Transport receiver) {
    transports[protocol] = receiver;
  }

  @Nullable Transport transport(int protocol) {
    return transports[protocol];
  }

  /** Says who takes copies for raw sockets. */
  public void raw(RawReceiver receiver) {
    raw = receiver;
  }

  RawReceiver raw() {
    return raw;
  }

  // ---- devices

  /** A device came. */
  public void added(NetDevice device) {
    Interface4 in = new Interface4(device, confAll, confDefault);
    if (device.index() >= byIndex.length) {
      byIndex = java.util.Arrays.copyOf(byIndex, device.index() * 2);
    }
    byIndex[device.index()] = in;
    interfaces.add(in);
  }

  /** A device was set up: the loopback device gets its address, all get their routes. */
  public void up(NetDevice device) {
    Interface4 in = interfaceOf(device);
    device.groups().add(ALL_SYSTEMS);
    if (device.isLoopback() && in.addresses.isEmpty()) {
      try {
        addresses.add(
            in,
            new Address4(
                device,
                Ipv4Address.LOOPBACK.value(),
                Ipv4Address.LOOPBACK.value(),
                8,
                0,
                device.name(),
                Route4.SCOPE_HOST,
                128));
      } catch (NetlinkException e) {
        throw new IllegalStateException(e);
      }
      return;
    }
    in.addresses.forEach(addresses::addRoutes);
  }

  /** A device was set down: its routes go but those to its own addresses. */
  public void down(NetDevice device) {
    device.groups().remove(ALL_SYSTEMS);
    routes.flush(r -> r.device() == device && r.nextHopScope() != Route4.SCOPE_NOWHERE, false);
    arp.neighbours().flush(device, false);
    netfilter().deviceDown(device);
  }

  /** Nobody is at the other end any more: what was learned there is forgotten. */
  public void carrierLost(NetDevice device) {
    arp.neighbours().flush(device, false);
  }

  /** A device goes, with its addresses and routes. */
  public void removed(NetDevice device) {
    Interface4 in = interfaceOf(device);
    while (!in.addresses.isEmpty()) {
      addresses.remove(in, in.addresses.getFirst());
    }
    routes.flush(r -> r.device() == device, false);
    arp.neighbours().removed(device);
    interfaces.remove(in);
    byIndex[device.index()] = null;
  }

  /** The first address of a device, unless it is a secondary; null if it has none. */
  public @Nullable Ipv4Address firstAddress(NetDevice device) {
    List<Address4> addresses = interfaceOf(device).addresses;
    boolean there = !addresses.isEmpty() && !addresses.getFirst().isSecondary();
    return there ? new Ipv4Address(addresses.getFirst().local) : null;
  }

  /** What IPv4 keeps of a device of this namespace. */
  public Interface4 interfaceOf(NetDevice device) {
    Interface4 in = byIndex[device.index()];
    if (in == null) {
      throw new IllegalStateException("no device " + device.name());
    }
    return in;
  }

  /** All of them, in the order the devices came. */
  public List<Interface4> interfaces() {
    return interfaces;
  }

  // ---- addresses

  /**
   * Adds an address to a device.
   *
   * @throws NetlinkException EEXIST and the like
   */
  public void addAddress(Address4 address) throws NetlinkException {
    addresses.add(interfaceOf(address.device), address);
  }

  /** Takes away an address that is there. */
  public void removeAddress(Address4 address) {
    addresses.remove(interfaceOf(address.device), address);
  }

  /** Whether an address is one of this host: 127.0.0.0/8 is, once lo is up. */
  public boolean isLocal(int address) {
    return routes.type(address) == RouteType.LOCAL;
  }

  /** The address to send from by a device ({@code inet_select_addr}); 0 if there is none. */
  public int selectSource(@Nullable NetDevice device, int toward, int scope) {
    return addresses.select(device == null ? null : interfaceOf(device), toward, scope);
  }

  /**
   * Whether a host is to be told of a better first hop when its packet leaves by the device that it
   * came in by.
   */
  public boolean mayRedirect(NetDevice device, int source) {
    Interface4 in = interfaceOf(device);
    return in.either(Conf4.SEND_REDIRECTS) && in.onLink(source, 0);
  }

  /** Whether an address is configured on any device. */
  boolean isConfigured(int address) {
    for (int i = 0; i < interfaces.size(); i++) {
      if (interfaces.get(i).find(address) != null) {
        return true;
      }
    }
    return false;
  }

  // ---- neighbours

  public Neighbours neighbours() {
    return arp.neighbours();
  }

  /** Something proved that the next hop towards an address hears us. */
  public void confirmNeighbour(int destination) {
    Route4 route = routes.lookup(destination);
    if (route != null && route.device() != null && route.type() == RouteType.UNICAST) {
      arp.confirm(route.device(), route.gateway() == 0 ? destination : route.gateway());
    }
  }

  /** A packet whose next hop does not answer ({@code arp_error_report}). */
  void linkFailure(Packet packet) {
    icmp.sendError(packet, 3, 1, 0);
    packet.drop(DropReason.NEIGH_FAILED);
  }

  // ---- packets

  /** Takes an IPv4 packet that a device received. */
  public void receive(Packet packet, NetDevice device) {
    input.receive(packet, device);
  }

  /** Takes a packet on behind a hook that held it. */
  public void goOn(HookNumber hook, Packet packet, @Nullable NetDevice in) {
    switch (hook) {
      case PREROUTING -> input.route(packet, Objects.requireNonNull(in));
      case INPUT -> input.finish(packet);
      case FORWARD -> forward.finish(packet, in);
      case OUTPUT -> output.postrouting(packet, null);
      case POSTROUTING -> output.leave(packet);
      case INGRESS, EGRESS -> throw new IllegalArgumentException(hook.word());
    }
  }

  /** Looks anew where the headers of a packet are; false if there is no whole header. */
  public boolean reread(Packet packet) {
    return Input4.locate(packet);
  }

  /**
   * Whether a packet that comes in by a device may have these addresses ({@code
   * ip_route_input_slow}): its source is no martian, and not on the wrong side.
   */
  public boolean mayCome(int source, int destination, Selector selector, NetDevice device) {
    return input.mayCome(source, destination, selector, device);
  }

  /** Takes an ARP packet that a device received. */
  public void receiveArp(Packet packet, NetDevice device) {
    arp.receive(packet, device);
  }

  // ---- variables

  /** The values of {@code conf/all}, by {@link Conf4}. */
  public int[] confAll() {
    return confAll;
  }

  /** The values of {@code conf/default}: what a new device begins with. */
  public int[] confDefault() {
    return confDefault;
  }

  /** Switches forwarding of all devices ({@code inet_forward_change}). */
  public void setForwardingOfAll(int value) {
    int at = Conf4.FORWARDING.ordinal();
    confAll[at] = value;
    confDefault[at] = value;
    for (Interface4 in : interfaces) {
      in.conf[at] = value;
    }
  }

  static Ipv4Address address(int value) {
    return new Ipv4Address(value);
  }

  /** The error of a route that leads nowhere; null for one that does. */
  static @Nullable Errno errorOf(Route4 route) {
    return switch (route.type()) {
      case BLACKHOLE -> Errno.EINVAL;
      case UNREACHABLE -> Errno.EHOSTUNREACH;
      case PROHIBIT -> Errno.EACCES;
      case UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> null;
    };
  }
}
