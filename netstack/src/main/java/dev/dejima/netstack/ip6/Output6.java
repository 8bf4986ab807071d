package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put64;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Header;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.netstack.path.PathLog;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From the transports or from forwarding to a device (net/ipv6/ip6_output.c). */
public final class Output6 {
  private static final int VERSION = 6 << 28;
  private static final long MULTICAST = 0x3333_0000_0000L;
  private static final long LOW_32 = 0xffff_ffffL;

  private final Ipv6 ipv6;
  private final FlowLabels labels;
  private final Fragmentation6 fragmentation;

  Output6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
    this.labels = new FlowLabels(ipv6.random());
    this.fragmentation = new Fragmentation6(ipv6);
  }

  /**
   * The way of a packet of this host ({@code ip6_route_output}).
   *
   * @param bound the device to leave by; null for any
   * @throws KernelException ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the route says
   */
  public Route6 route(Ipv6Address to, @Nullable Device bound) throws KernelException {
    return route(ipv6.routes().key(to.high(), to.low()).out(bound));
  }

  /**
   * The same for a packet of which more is known.
   *
   * @param in the device that it came in by; null for one of this host
   */
  public Route6 route(
      Ipv6Address source,
      Ipv6Address to,
      @Nullable Device in,
      @Nullable Device bound,
      Selector selector)
      throws KernelException {
    RouteKey key = ipv6.routes().key();
    key.of(source.high(), source.low(), to.high(), to.low());
    return route(key.in(in).out(bound).select(selector));
  }

  /**
   * The way of what a key describes.
   *
   * @throws KernelException as {@link #route(Ipv6Address, Device)}
   */
  private Route6 route(RouteKey key) throws KernelException {
    Ipv6Address to = new Ipv6Address(key.destinationHigh(), key.destinationLow());
    Route6 route = ipv6.routes().lookup(key);
    if (route == null) {
      ipv6.teller().refused(key, to, Outcome.NO_ROUTE, null);
      throw new KernelException(Errno.ENETUNREACH);
    }
    switch (route.type()) {
      case BLACKHOLE -> {
        ipv6.teller().refused(key, to, Outcome.BLACKHOLE, route);
        throw new KernelException(Errno.EINVAL);
      }
      case UNREACHABLE -> {
        ipv6.teller().refused(key, to, Outcome.UNREACHABLE, route);
        throw new KernelException(Errno.EHOSTUNREACH);
      }
      case PROHIBIT -> {
        ipv6.teller().refused(key, to, Outcome.PROHIBIT, route);
        throw new KernelException(Errno.EACCES);
      }
      case UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> {}
    }
    return route;
  }

  /** The address to send from by a route; null if there is none. */
  public @Nullable Ipv6Address source(Route6 route, Ipv6Address to) {
    if (route.source() != null) {
      return route.source();
    }
    return ipv6.selectSource(device(route), to);
  }

  /** The device a packet of this host leaves by: what is for this host itself, by lo. */
  public NetDevice device(Route6 route) {
    return route.isLocal() ? ipv6.loopback() : route.device();
  }

  /** Octets of the largest packet on a way. */
  int mtu(Route6 route, Ipv6Address to) {
    return Math.min(device(route).mtu(), ipv6.pathMtus().get(to));
  }

  /**
   * Puts an IPv6 header in front of {@code transport} and sends the packet. It is released whatever
   * happens.
   *
   * @throws KernelException EPERM if the output hook drops it, EMSGSIZE if it is too large
   */
  void send(Packet packet, Route6 route, Ipv6Address source, Ipv6Address to, Header header)
      throws KernelException {
    int hopLimit = header.ttl();
    NetDevice device = device(route);
    if (hopLimit == 0) {
      hopLimit = to.isMulticast() ? 1 : ipv6.interfaceOf(device).get(Conf6.HOP_LIMIT);
    }
    boolean labelled = header.labelled() && ipv6.settings().autoFlowLabels != 0;
    int label = labelled ? labels.of(packet, source, to, header) : 0;
    int first = VERSION | header.tos() << 20 | label;
    int at = packet.transport - Ipv6View.LENGTH;
    packet.protocol = header.protocol();
    write(packet, at, first, header.protocol(), hopLimit, source, to);
    Ipv6.aim(packet, device, route.isLocal() ? null : route.gateway());
    packet.type = to.isMulticast() ? Packet.Type.MULTICAST : Packet.Type.HOST;
    begin(packet, route);
    if (ipv6.netfilter().output(Family.IP6, packet, packet.out)) {
      finishOutput(packet);
    }
  }

  private void begin(Packet packet, Route6 route) {
    PathLog paths = ipv6.links().paths();
    if (paths.on()) {
      packet.begin(paths, DeviceEvent.Origin.SOCKET);
      ipv6.teller().tell(packet, null, Outcome.OUTPUT, route);
    }
  }

  /** Behind the output hook. */
  void finishOutput(Packet packet) {
    NetDevice device = (NetDevice) packet.out;
    if (device != null && packet.type == Packet.Type.MULTICAST && !device.isLoopback()) {
      loopBack(packet, device);
    }
    postrouting(packet, null);
  }

  /** What goes to a group that this host listens to, it hears itself. */
  private void loopBack(Packet packet, NetDevice device) {
    long high = get64(packet.bytes, packet.network + Ipv6View.DESTINATION);
    long low = get64(packet.bytes, packet.network + Ipv6View.DESTINATION + 8);
    if (ipv6.interfaceOf(device).memberships.listensTo(high, low)) {
      Packet copy = packet.copy();
      copy.in = device;
      copy.local = false;
      copy.ownerless = false;
      ipv6.loop().defer(() -> ipv6.receive(copy, device));
    }
  }

  private static void write(
      Packet packet,
      int at,
      int first,
      int nextHeader,
      int hopLimit,
      Ipv6Address source,
      Ipv6Address to) {
    byte[] bytes = packet.bytes;
    packet.link = at;
    packet.network = at;
    packet.etherType = EtherType.IPV6;
    packet.laterFragment = false;
    put32(bytes, at, first);
    put16(bytes, at + Ipv6View.PAYLOAD_LENGTH, packet.end - at - Ipv6View.LENGTH);
    put8(bytes, at + Ipv6View.NEXT_HEADER, nextHeader);
    put8(bytes, at + Ipv6View.HOP_LIMIT, hopLimit);
    put64(bytes, at + Ipv6View.SOURCE, source.high());
    put64(bytes, at + Ipv6View.SOURCE + 8, source.low());
    put64(bytes, at + Ipv6View.DESTINATION, to.high());
    put64(bytes, at + Ipv6View.DESTINATION + 8, to.low());
  }

  /**
   * Sends a message of neighbour discovery or of multicast listeners, which is about one link and
   * needs no route. The packet is released whatever happens.
   *
   * @param options octets of a hop-by-hop header that lie in front of the message; 0 for none
   */
  void sendControl(
      Packet packet,
      int options,
      NetDevice device,
      Ipv6Address source,
      Ipv6Address to,
      int hopLimit) {
    int at = packet.transport - Ipv6View.LENGTH;
    int nextHeader = options > 0 ? IpProtocol.IPV6_HOP_BY_HOP : IpProtocol.ICMPV6;
    write(packet, at, VERSION, nextHeader, hopLimit, source, to);
    packet.transport += options;
    packet.protocol = IpProtocol.ICMPV6;
    packet.ownerless = true;
    fillChecksum(packet, source, to);
    Ipv6.aim(packet, device, null);
    if (ipv6.links().paths().on()) {
      packet.begin(ipv6.links().paths(), DeviceEvent.Origin.KERNEL);
    }
    packet.type = to.isMulticast() ? Packet.Type.MULTICAST : Packet.Type.HOST;
    if (ipv6.netfilter().hook(HookNumber.OUTPUT, Family.IP6, packet, null, device)) {
      postrouting(packet, null);
    }
  }

  /** Computes the checksum of the ICMPv6 message that a packet carries. */
  static void fillChecksum(Packet packet, Ipv6Address source, Ipv6Address to) {
    int at = packet.transport;
    put16(packet.bytes, at + IcmpView.CHECKSUM, 0);
    long sum =
        Checksum.pseudo(source, to, IpProtocol.ICMPV6, packet.transportLength())
            + Checksum.sum(packet.bytes, at, packet.end);
    put16(packet.bytes, at + IcmpView.CHECKSUM, Checksum.finish(sum));
    packet.checksumVerified = true;
  }

  /**
   * Sends a packet that has its header on another way ({@code ip6_local_out}). It is released
   * whatever happens.
   *
   * @param nextHop whom to send it to where the route names nobody
   */
  public void resend(Packet packet, Route6 route, Ipv6Address nextHop) {
    packet.in = null;
    Ipv6Address gateway = route.gateway() == null ? nextHop : route.gateway();
    Ipv6.aim(packet, device(route), route.isLocal() ? null : gateway);
    packet.type = Packet.Type.HOST;
    begin(packet, route);
    if (ipv6.netfilter().hook(HookNumber.OUTPUT, Family.IP6, packet, null, packet.out)) {
      postrouting(packet, null);
    }
  }

  /** Sends a packet to a host on a device's link, past all hooks. */
  public void toNeighbour(Packet packet, NetDevice device, long high, long low) {
    packet.out = device;
    ipv6.neighbours().output(packet, device, high, low);
  }

  /**
   * The way of a packet that has its header.
   *
   * @throws KernelException as {@link #route}
   */
  public Route6 routeOf(Packet packet) throws KernelException {
    return route(ipv6.routes().key().of(packet, null));
  }

  /** Routes a packet of this host anew; false if there is no way. */
  public boolean reroute(Packet packet) {
    try {
      Route6 route = routeOf(packet);
      ipv6.teller().tell(packet, null, Outcome.OUTPUT, route);
      Ipv6.aim(packet, device(route), route.isLocal() ? null : route.gateway());
      return true;
    } catch (KernelException e) {
      return false;
    }
  }

  /** The last hook, and out by the device. */
  void postrouting(Packet packet, @Nullable NetDevice in) {
    if (ipv6.netfilter().hook(HookNumber.POSTROUTING, Family.IP6, packet, in, packet.out)) {
      leave(packet, in);
    }
  }

  /** Behind the postrouting hook. */
  void leave(Packet packet, @Nullable NetDevice in) {
    NetDevice device = (NetDevice) packet.out;
    if (device == null) {
      packet.drop(DropReason.NOT_SPECIFIED);
      return;
    }
    int mtu = device.mtu();
    if (in == null) {
      mtu = Math.min(mtu, ipv6.pathMtus().get(packet));
    }
    boolean reassembled = packet.fragmentSize != Packet.NOT_FRAGMENTED;
    if (packet.length() > mtu || reassembled && packet.length() > packet.fragmentSize) {
      fragmentation.cut(packet, mtu);
    } else {
      finish(packet, device);
    }
  }

  /**
   * Cuts a packet into fragments. It is released.
   *
   * @param most octets of a fragment at most
   * @param send who takes each of them
   */
  public void cut(Packet packet, int most, Consumer<Packet> send) {
    fragmentation.cut(packet, most, send);
  }

  void tooBig(Packet packet, int mtu) {
    if (packet.out instanceof NetDevice device) {
      tellTooBig(packet, device, mtu, false);
    }
    ipv6.icmp().sendError(packet, Icmpv6Type.PACKET_TOO_BIG, 0, mtu);
    packet.drop(DropReason.PKT_TOO_BIG);
  }

  void tellTooBig(Packet packet, NetDevice device, int mtu, boolean mayCut) {
    PacketPath path = packet.path;
    if (path != null) {
      path.tell(new FragmentEvent.TooBig(path.now(), device.name(), packet.length(), mtu, mayCut));
    }
  }

  void finish(Packet packet, NetDevice device) {
    long high = packet.nextHopHigh;
    long low = packet.nextHopLow;
    if ((high | low) == 0) {
      high = get64(packet.bytes, packet.network + Ipv6View.DESTINATION);
      low = get64(packet.bytes, packet.network + Ipv6View.DESTINATION + 8);
    }
    if (device.isLoopback()) {
      Ndisc.frame(packet, 0, device);
    } else if (Scopes.isMulticast(high)) {
      Ndisc.frame(packet, MULTICAST | low & LOW_32, device);
    } else {
      ipv6.neighbours().output(packet, device, high, low);
    }
  }
}
