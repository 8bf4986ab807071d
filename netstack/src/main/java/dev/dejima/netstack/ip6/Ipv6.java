package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get64;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.inet.IpStatistics;
import dev.dejima.netstack.inet.RawReceiver;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.Transport;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.neigh.Neighbours;
import dev.dejima.netstack.netfilter.Netfilter;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * IPv6 of a namespace: what its parts share, and the door to them. A packet's way is {@link Input6}
 * → {@link Forward6} or a {@link Transport} → {@link Output6}.
 */
public final class Ipv6 {
  private static final int LEAST_MTU = 1280;

  private final EventLoop loop;
  private final PacketPool packets;
  private final Links links;
  private final Ip6Events events;
  private final RandomGenerator random;
  private final Consumer<String> log;
  private final RouteTable6 routes;
  private final Addresses6 addresses;
  private final Ndisc ndisc;
  private final Advertisements advertisements;
  private final Icmp6 icmp;
  private final Input6 input;
  private final Forward6 forward;
  private final RouteTeller6 teller = new RouteTeller6(this);
  private final Output6 output;
  private final Reassembly6 reassembly;
  private final PathMtus pathMtus;
  private final Settings6 settings = new Settings6();
  private final IpStatistics statistics = new IpStatistics();
  private final List<Interface6> interfaces = new ArrayList<>();
  private @Nullable Interface6[] byIndex = new Interface6[16];
  private final @Nullable Transport[] transports = new Transport[256];
  private @Nullable Netfilter netfilter;
  private RawReceiver raw = packet -> false;

  /** The values of {@code conf/all} and {@code conf/default}, by {@link Conf6}. */
  private final int[] confAll = initialConf();

  private final int[] confDefault = initialConf();
  private final Timer routeExpiry;

  /** Makes it, without addresses and routes; {@link #netfilter(Netfilter)} is to follow. */
  public Ipv6(
      EventLoop loop,
      PacketPool packets,
      Links links,
      Ip6Events events,
      RandomGenerator random,
      Consumer<String> log) {
    this.loop = loop;
    this.log = log;
    this.packets = packets;
    this.links = links;
    this.events = events;
    this.random = random;
    this.routes = new RouteTable6(this::loopback, events::route);
    this.pathMtus = new PathMtus(loop);
    this.addresses = new Addresses6(this);
    this.ndisc = new Ndisc(this, random);
    this.advertisements = new Advertisements(this);
    this.icmp = new Icmp6(this);
    this.input = new Input6(this);
    this.forward = new Forward6(this);
    this.output = new Output6(this);
    this.reassembly = new Reassembly6(this);
    confAll[Conf6.ACCEPT_DAD.ordinal()] = 0;
    this.routeExpiry = loop.backgroundTimer(this::expireRoutes);
    transport(58, icmp);
  }

  private static int[] initialConf() {
    int[] values = new int[Conf6.values().length];
    for (Conf6 variable : Conf6.values()) {
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

  Ip6Events events() {
    return events;
  }

  /** Tells whoever administers the host what packets have brought about. */
  void warn(String line) {
    log.accept(line);
  }

  RandomGenerator random() {
    return random;
  }

  public RouteTable6 routes() {
    return routes;
  }

  Addresses6 addresses() {
    return addresses;
  }

  Ndisc ndisc() {
    return ndisc;
  }

  Advertisements advertisements() {
    return advertisements;
  }

  public Neighbours neighbours() {
    return ndisc.neighbours();
  }

  public Icmp6 icmp() {
    return icmp;
  }

  Input6 input() {
    return input;
  }

  Forward6 forward() {
    return forward;
  }

  public Output6 output() {
    return output;
  }

  public Reassembly6 reassembly() {
    return reassembly;
  }

  PathMtus pathMtus() {
    return pathMtus;
  }

  public Settings6 settings() {
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

  // ---- packets

  static Ipv6Address source(Packet packet) {
    int at = packet.network + Ipv6View.SOURCE;
    return new Ipv6Address(get64(packet.bytes, at), get64(packet.bytes, at + 8));
  }

  static Ipv6Address destination(Packet packet) {
    int at = packet.network + Ipv6View.DESTINATION;
    return new Ipv6Address(get64(packet.bytes, at), get64(packet.bytes, at + 8));
  }

  RouteTeller6 teller() {
    return teller;
  }

  /** Notes where a packet leaves, and for whom; without a gateway, for its destination. */
  static void aim(Packet packet, NetDevice out, @Nullable Ipv6Address gateway) {
    packet.out = out;
    packet.nextHopHigh = gateway == null ? 0 : gateway.high();
    packet.nextHopLow = gateway == null ? 0 : gateway.low();
  }

  /** Takes an IPv6 packet that a device received. */
  public void receive(Packet packet, NetDevice device) {
    input.receive(packet, device);
  }

  /** Takes a packet on behind a hook that held it. */
  public void goOn(HookNumber hook, Packet packet, @Nullable NetDevice in) {
    switch (hook) {
      case PREROUTING -> {
        // Whose MTU has become too small for IPv6 in the meantime has none any more.
        Interface6 at = find(Objects.requireNonNull(in));
        if (at == null) {
          packet.drop(DropReason.IPV6DISABLED);
        } else {
          input.route(packet, at);
        }
      }
      case INPUT -> input.finish(packet, Objects.requireNonNull(in));
      case FORWARD -> output.postrouting(packet, in);
      case OUTPUT -> output.finishOutput(packet);
      case POSTROUTING -> output.leave(packet, in);
      case INGRESS, EGRESS -> throw new IllegalArgumentException(hook.word());
    }
  }

  /** Looks anew where the headers of a packet are; false if there is no whole header. */
  public boolean reread(Packet packet) {
    if (packet.length() < Ipv6View.LENGTH || packet.bytes[packet.network] >>> 4 != 6) {
      return false;
    }
    input.locate(packet);
    return true;
  }

  // ---- devices

  /** A device came. */
  public void added(NetDevice device) {
    if (device.mtu() < LEAST_MTU) {
      return;
    }
    Interface6 in = new Interface6(this, device, confAll, confDefault);
    if (device.isLoopback()) {
      in.conf[Conf6.ACCEPT_DAD.ordinal()] = -1;
    }
    if (device.index() >= byIndex.length) {
      byIndex = Arrays.copyOf(byIndex, device.index() * 2);
    }
    byIndex[device.index()] = in;
    interfaces.add(in);
    in.memberships.join(Scopes.INTERFACE_ALL_NODES);
    in.memberships.join(Scopes.ALL_NODES);
    if (in.forwarding() && !device.isLoopback()) {
      addresses.forwardingChanged(in);
    }
  }

  /** A device was set up. */
  public void up(NetDevice device) {
    Interface6 in = find(device);
    if (in != null && !in.isDisabled()) {
      addresses.up(in);
      if (device.hasCarrier() && !in.ready) {
        addresses.ready(in);
      }
    }
  }

  /** Somebody is at the other end now, or nobody any more. */
  public void carrier(NetDevice device) {
    Interface6 in = find(device);
    if (in == null || in.isDisabled()) {
      return;
    }
    if (!device.hasCarrier()) {
      neighbours().flush(device, false);
    } else if (device.isUp()) {
      if (in.ready) {
        in.memberships.up();
      } else {
        addresses.ready(in);
      }
    }
  }

  /** A device was set down: its routes and addresses go. */
  public void down(NetDevice device) {
    Interface6 in = find(device);
    if (in != null) {
      takeDown(in);
    }
  }

  private void takeDown(Interface6 in) {
    routes.flush(r -> r.device() == in.device(), false);
    neighbours().flush(in.device(), true);
    pathMtus.clear();
    addresses.down(in);
  }

  /** A device has another MTU: below 1280 octets there is no IPv6 on it. */
  public void changed(NetDevice device) {
    Interface6 in = find(device);
    if (in != null && device.mtu() < LEAST_MTU) {
      removed(device);
    } else if (in == null && device.mtu() >= LEAST_MTU) {
      added(device);
      if (device.isUp()) {
        up(device);
      }
    }
  }

  /** A device goes, with its addresses and routes. */
  public void removed(NetDevice device) {
    Interface6 in = find(device);
    if (in == null) {
      return;
    }
    takeDown(in);
    while (!in.addresses.isEmpty()) {
      addresses.remove(in, in.addresses.getFirst());
    }
    neighbours().removed(device);
    interfaces.remove(in);
    byIndex[device.index()] = null;
  }

  /** The first address of a device that is fit for use; null if it has none. */
  public @Nullable Ipv6Address firstAddress(NetDevice device) {
    Interface6 in = find(device);
    if (in != null) {
      for (Address6 address : in.addresses) {
        if (!address.has(NewAddress.TENTATIVE | NewAddress.DEPRECATED)) {
          return address.local;
        }
      }
    }
    return null;
  }

  /** What IPv6 keeps of a device; null if IPv6 is not on it. */
  public @Nullable Interface6 find(NetDevice device) {
    return device.index() < byIndex.length ? byIndex[device.index()] : null;
  }

  Interface6 interfaceOf(NetDevice device) {
    Interface6 in = find(device);
    if (in == null) {
      throw new IllegalStateException("no IPv6 on " + device.name());
    }
    return in;
  }

  /** All of them, in the order the devices came. */
  public List<Interface6> interfaces() {
    return interfaces;
  }

  NetDevice loopback() {
    NetDevice lo = links.find("lo");
    if (lo == null) {
      throw new IllegalStateException("a namespace without lo");
    }
    return lo;
  }

  // ---- addresses

  /**
   * Adds an address to a device.
   *
   * @throws NetlinkException EADDRNOTAVAIL, EACCES and the like
   */
  public void addAddress(Address6 address) throws NetlinkException {
    addresses.add(interfaceOf(address.device), address);
  }

  /** Takes away an address that is there. */
  public void removeAddress(Address6 address) {
    addresses.remove(interfaceOf(address.device), address);
  }

  /** An address has other lifetimes now, or other flags. */
  public void changeAddress(Address6 address) {
    addresses.stamp(address);
    events.address(address, true);
  }

  /** What an address is to this namespace. */
  public RouteType type(Ipv6Address address) {
    if (address.isMulticast()) {
      return RouteType.MULTICAST;
    }
    Route6 route = routes.lookup(address.high(), address.low());
    return route != null && route.isLocal() ? route.type() : RouteType.UNICAST;
  }

  /**
   * What an address is to this namespace, or to one of its devices ({@code nft_fib6_eval_type}).
   */
  public RouteType type(long high, long low, @Nullable NetDevice device) {
    Route6 route = routeOn(routes.key(high, low), device);
    if (route == null) {
      return RouteType.UNREACHABLE;
    }
    if (route.isReject() || route.type() == RouteType.ANYCAST) {
      return route.type();
    }
    Interface6 in = device == null ? null : find(device);
    Address6 own = in == null ? null : in.find(high, low);
    boolean local = device == null ? route.isLocal() : own != null && own.isUsable();
    return local
        ? RouteType.LOCAL
        : Scopes.isMulticast(high) ? RouteType.MULTICAST : RouteType.UNICAST;
  }

  /**
   * The route of what a key describes; null if there is none.
   *
   * @param link on which a link-local address lies
   */
  public @Nullable Route6 routeOn(RouteKey key, @Nullable NetDevice link) {
    boolean onLink = link != null && Scopes.isLinkLocal(key.destinationHigh());
    return routes.lookup(onLink ? key.out(link) : key);
  }

  /** The route to an address, by a device if one is given; null if there is none. */
  public @Nullable Route6 routeBy(Ipv6Address address, @Nullable NetDevice device) {
    return routes.lookup(routes.key(address.high(), address.low()).out(device));
  }

  /** Octets of the largest packet towards an address; 0 if there is no route. */
  public int mtuTowards(long high, long low) {
    Route6 route = routes.lookup(high, low);
    return route == null || route.isReject() ? 0 : output.device(route).mtu();
  }

  /** Whether an address is one of this host, which it has made sure of. */
  public boolean isLocal(Ipv6Address address) {
    return type(address) == RouteType.LOCAL;
  }

  boolean isAnycast(Ipv6Address address) {
    return type(address) == RouteType.ANYCAST;
  }

  /** Whether an address is one that a device receives packets for. */
  boolean isOwn(Ipv6Address address, NetDevice device) {
    if (!address.isLinkLocal()) {
      return isLocal(address);
    }
    Interface6 in = find(device);
    Address6 own = in == null ? null : in.find(address.high(), address.low());
    return own != null && !own.has(NewAddress.TENTATIVE);
  }

  /** The address to send from ({@code ipv6_dev_get_saddr}); null if there is none. */
  public @Nullable Ipv6Address selectSource(@Nullable NetDevice out, Ipv6Address toward) {
    return addresses.select(out, toward);
  }

  // ---- variables

  /** What answers begin their hop limit with that belong to no device. */
  public int hopLimit() {
    return confAll[Conf6.HOP_LIMIT.ordinal()];
  }

  /** The values of {@code conf/all}, by {@link Conf6}. */
  public int[] confAll() {
    return confAll;
  }

  /** The values of {@code conf/default}: what a new device begins with. */
  public int[] confDefault() {
    return confDefault;
  }

  boolean forwards() {
    return confAll[Conf6.FORWARDING.ordinal()] != 0;
  }

  /** Switches forwarding of all devices ({@code addrconf_forward_change}). */
  public void setForwardingOfAll(int value) {
    confAll[Conf6.FORWARDING.ordinal()] = value;
    confDefault[Conf6.FORWARDING.ordinal()] = value;
    interfaces.forEach(in -> setForwarding(in, value));
    if (value != 0) {
      routes.flush(r -> r.protocol() == Route6.PROTOCOL_RA && r.length() == 0, true);
    }
  }

  /** Makes a device one of a router, or of a host. */
  public void setForwarding(Interface6 in, int value) {
    boolean before = in.forwarding();
    in.conf[Conf6.FORWARDING.ordinal()] = value;
    if (before != in.forwarding()) {
      addresses.forwardingChanged(in);
    }
  }

  /** Switches IPv6 of all devices off or on. */
  public void setDisabledOfAll(int value) {
    confAll[Conf6.DISABLE_IPV6.ordinal()] = value;
    confDefault[Conf6.DISABLE_IPV6.ordinal()] = value;
    interfaces.forEach(in -> setDisabled(in, value));
  }

  /** Switches IPv6 of a device off or on ({@code dev_disable_change}). */
  public void setDisabled(Interface6 in, int value) {
    boolean before = in.isDisabled();
    in.conf[Conf6.DISABLE_IPV6.ordinal()] = value;
    if (before == in.isDisabled()) {
      return;
    }
    if (in.isDisabled()) {
      takeDown(in);
    } else if (in.device().isUp()) {
      up(in.device());
    }
  }

  void disable(Interface6 in) {
    setDisabled(in, 1);
  }

  /** Removes a route once its time is over. */
  void expire(Route6 route) {
    boolean sooner = !routeExpiry.pending() || routeExpiry.expires() > route.expires();
    if (route.expires() != 0 && sooner) {
      routeExpiry.armAt(route.expires());
    }
  }

  private void expireRoutes() {
    long now = loop.nanoTime();
    routes.flush(route -> route.expires() != 0 && route.expires() <= now, true);
    routes.all().forEach(this::expire);
  }
}
