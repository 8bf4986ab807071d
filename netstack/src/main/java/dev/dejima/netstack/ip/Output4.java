package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
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
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From the transports or from forwarding to a device (net/ipv4/ip_output.c). */
public final class Output4 {
  private static final long BROADCAST = 0xffff_ffff_ffffL;
  private static final long MULTICAST = 0x0100_5e00_0000L;

  private final Ipv4 ipv4;
  private final Identifications identifications;

  Output4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
    this.identifications = new Identifications(ipv4.loop(), ipv4.random());
  }

  /**
   * The way of a packet of this host ({@code ip_route_output_key}).
   *
   * @param source the source if already chosen, else 0
   * @param bound the device to leave by; null for any
   * @param selector what else rules of policy routing see
   * @throws KernelException ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the route says
   */
  public Route4 route(int source, int destination, @Nullable Device bound, Selector selector)
      throws KernelException {
    if (source != 0 && ipv4.settings().nonlocalBind == 0 && !ipv4.isLocal(source)) {
      throw new KernelException(Errno.EINVAL);
    }
    int to = destination != 0 ? destination : source != 0 ? source : 0x7f000001;
    return route(ipv4.routes().key(source, to).out(bound).select(selector), bound);
  }

  /**
   * The same for what a key describes, whoever's the source is.
   *
   * @param bound the device that the key names
   */
  Route4 route(RouteKey key, @Nullable Device bound) throws KernelException {
    int source = key.source4();
    int destination = key.destination4();
    Route4 route = ipv4.routes().lookup(key);
    if (route == null && bound instanceof NetDevice device && device.isUp()) {
      return onLink(destination, device);
    }
    if (route == null) {
      ipv4.teller().refused(key, source, destination, null);
      throw new KernelException(Errno.ENETUNREACH);
    }
    Errno error = Ipv4.errorOf(route);
    if (error != null) {
      ipv4.teller().refused(key, source, destination, route);
      throw new KernelException(error);
    }
    return route;
  }

  /** Where a socket is bound to a device, all the world is taken to be on its link. */
  private static Route4 onLink(int destination, NetDevice device) {
    return new Route4(
        destination,
        32,
        0,
        device,
        0,
        0,
        254,
        0,
        Route4.SCOPE_LINK,
        Route4.SCOPE_LINK,
        destination == -1 ? RouteType.BROADCAST : RouteType.UNICAST,
        false);
  }

  /** The address to send from by a route. */
  public int source(Route4 route, int destination) {
    if (route.source() != 0) {
      return route.source();
    }
    if (route.type() == RouteType.LOCAL) {
      return destination;
    }
    return ipv4.selectSource(route.device(), route.gateway(), Route4.SCOPE_UNIVERSE);
  }

  /** Octets of the largest packet on a way. */
  public int mtu(Route4 route) {
    return device(route).mtu();
  }

  /** The device a packet of this host leaves by: what is for this host itself, by lo. */
  public NetDevice device(Route4 route) {
    NetDevice device = route.type() == RouteType.LOCAL ? ipv4.links().find("lo") : route.device();
    if (device == null) {
      throw new IllegalStateException("a route without a device: " + route);
    }
    return device;
  }

  /**
   * Puts an IPv4 header in front of {@code transport} and sends the packet. It is released whatever
   * happens.
   *
   * @throws KernelException EPERM if the output hook drops it
   */
  public void send(Packet packet, Route4 route, int source, int destination, Header header)
      throws KernelException {
    int at = packet.transport - Ipv4View.LENGTH;
    packet.network = at;
    packet.etherType = EtherType.IPV4;
    packet.protocol = header.protocol();
    packet.laterFragment = false;
    byte[] bytes = packet.bytes;
    boolean dontFragment = header.dontFragment();
    int id =
        header.identification() != Header.DRAWN
            ? header.identification()
            : identifications.next(source, destination, header.protocol());
    put16(bytes, at + Ipv4View.VERSION_AND_LENGTH, 0x4500 | header.tos());
    put16(bytes, at + Ipv4View.TOTAL_LENGTH, packet.length());
    put16(bytes, at + Ipv4View.IDENTIFICATION, id);
    put16(bytes, at + Ipv4View.FRAGMENT, dontFragment ? Ipv4View.DONT_FRAGMENT : 0);
    put8(bytes, at + Ipv4View.TTL, ttl(header, destination));
    put8(bytes, at + Ipv4View.PROTOCOL, header.protocol());
    put32(bytes, at + Ipv4View.SOURCE, source);
    put32(bytes, at + Ipv4View.DESTINATION, destination);
    fillChecksum(packet);
    out(packet, route, destination);
  }

  private int ttl(Header header, int destination) {
    if (header.ttl() != 0) {
      return header.ttl();
    }
    return destination >>> 28 == 0xe ? 1 : ipv4.settings().defaultTtl;
  }

  static void fillChecksum(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    put16(bytes, at + Ipv4View.CHECKSUM, 0);
    put16(bytes, at + Ipv4View.CHECKSUM, Checksum.of(bytes, at, packet.transport));
  }

  private void out(Packet packet, Route4 route, int destination) throws KernelException {
    begin(packet, route);
    aim(packet, route, destination);
    if (ipv4.netfilter().output(Family.IP, packet, packet.out)) {
      postrouting(packet, null);
    }
  }

  private void begin(Packet packet, Route4 route) {
    PathLog paths = ipv4.links().paths();
    if (paths.on()) {
      packet.begin(paths, DeviceEvent.Origin.SOCKET);
      ipv4.teller().output(packet, route);
    }
  }

  /**
   * Sends a packet that has its header on another way ({@code ip_local_out}). It is released
   * whatever happens.
   *
   * @param nextHop whom to send it to where the route names nobody
   */
  public void resend(Packet packet, Route4 route, int nextHop) {
    boolean here = route.type() == RouteType.LOCAL;
    packet.in = null;
    packet.out = device(route);
    packet.nextHop4 = here ? 0 : route.gateway() != 0 ? route.gateway() : nextHop;
    packet.type = Packet.Type.HOST;
    fillChecksum(packet);
    begin(packet, route);
    if (ipv4.netfilter().hook(HookNumber.OUTPUT, Family.IP, packet, null, packet.out)) {
      postrouting(packet, null);
    }
  }

  /** Sends a packet to a host on a device's link, past all hooks. */
  public void toNeighbour(Packet packet, NetDevice device, int nextHop) {
    packet.out = device;
    ipv4.arp().output(packet, device, nextHop);
  }

  private void aim(Packet packet, Route4 route, int destination) {
    packet.out = device(route);
    packet.nextHop4 = route.type() == RouteType.LOCAL ? 0 : route.gateway();
    boolean multicast = destination >>> 28 == 0xe;
    packet.type =
        route.type() == RouteType.BROADCAST || destination == -1
            ? Packet.Type.BROADCAST
            : multicast ? Packet.Type.MULTICAST : Packet.Type.HOST;
  }

  /**
   * The way of a packet that has its header, whoever's the source is ({@code ip_route_me_harder}).
   *
   * @throws KernelException as {@link #route}
   */
  public Route4 routeOf(Packet packet) throws KernelException {
    return route(ipv4.routes().key().of(packet, null), null);
  }

  /** Routes a packet of this host anew; false if there is no way. */
  public boolean reroute(Packet packet) {
    try {
      Route4 route = routeOf(packet);
      ipv4.teller().output(packet, route);
      aim(packet, route, get32(packet.bytes, packet.network + Ipv4View.DESTINATION));
      return true;
    } catch (KernelException e) {
      return false;
    }
  }

  /** The last hook, and out by the device. */
  void postrouting(Packet packet, @Nullable NetDevice in) {
    if (ipv4.netfilter().hook(HookNumber.POSTROUTING, Family.IP, packet, in, packet.out)) {
      leave(packet);
    }
  }

  /** Behind the postrouting hook. */
  void leave(Packet packet) {
    NetDevice device = (NetDevice) packet.out;
    if (device == null) {
      packet.drop(DropReason.NOT_SPECIFIED);
      return;
    }
    int mtu = device.mtu();
    if (packet.length() > mtu || packet.fragmentSize != Packet.NOT_FRAGMENTED) {
      fragment(packet, device, mtu);
    } else {
      finish(packet, device);
    }
  }

  private void finish(Packet packet, NetDevice device) {
    int nextHop = packet.nextHop4;
    if (nextHop == 0) {
      nextHop = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    }
    if (device.isLoopback()) {
      transmit(packet, device, 0);
    } else if (packet.type == Packet.Type.BROADCAST) {
      transmit(packet, device, BROADCAST);
    } else if (packet.type == Packet.Type.MULTICAST) {
      transmit(packet, device, MULTICAST | (nextHop & 0x7fffff));
    } else {
      ipv4.arp().output(packet, device, nextHop);
    }
  }

  private static void transmit(Packet packet, NetDevice device, long to) {
    Arp.frame(packet, to, device.mac(), EtherType.IPV4);
    device.transmit(packet);
  }

  /** Cuts a packet into fragments ({@code ip_do_fragment}), or says that it may not be cut. */
  private void fragment(Packet packet, NetDevice device, int deviceMtu) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    int word = get16(bytes, at + Ipv4View.FRAGMENT);
    int size = packet.fragmentSize;
    if ((word & Ipv4View.DONT_FRAGMENT) != 0 && packet.length() > deviceMtu || size > deviceMtu) {
      tellTooBig(packet, device, false);
      ipv4.icmp()
          .sendError(
              packet, IcmpType.DESTINATION_UNREACHABLE, IcmpType.FRAGMENTATION_NEEDED, deviceMtu);
      packet.drop(DropReason.PKT_TOO_BIG);
      return;
    }
    int mtu = size == Packet.NOT_FRAGMENTED ? deviceMtu : Math.min(size, deviceMtu);
    if (packet.length() <= mtu) {
      finish(packet, device);
      return;
    }
    tellTooBig(packet, device, true);
    cut(ipv4.packets(), packet, mtu, piece -> finish(piece, device));
  }

  void tellTooBig(Packet packet, NetDevice device, boolean mayCut) {
    PacketPath path = packet.path;
    if (path != null) {
      path.tell(
          new FragmentEvent.TooBig(
              path.now(), device.name(), packet.length(), device.mtu(), mayCut));
    }
  }

  /**
   * Cuts a packet into fragments. It is released.
   *
   * @param mtu octets of a fragment at most
   * @param send who takes each of them
   */
  public static void cut(PacketPool packets, Packet packet, int mtu, Consumer<Packet> send) {
    int word = get16(packet.bytes, packet.network + Ipv4View.FRAGMENT);
    int header = packet.transport - packet.network;
    int most = (mtu - header) & ~7;
    int payload = packet.transportLength();
    for (int offset = 0; offset < payload; offset += most) {
      int length = Math.min(most, payload - offset);
      boolean more = offset + length < payload || (word & Ipv4View.MORE_FRAGMENTS) != 0;
      Packet piece = packets.allocate(header + length);
      fill(piece, packet, offset, word, more);
      send.accept(piece);
    }
    packet.release();
  }

  private static void fill(Packet piece, Packet whole, int offset, int word, boolean more) {
    int header = whole.transport - whole.network;
    piece.transport = piece.network + header;
    int length = piece.transportLength();
    System.arraycopy(whole.bytes, whole.network, piece.bytes, piece.network, header);
    System.arraycopy(whole.bytes, whole.transport + offset, piece.bytes, piece.transport, length);
    piece.etherType = whole.etherType;
    piece.protocol = whole.protocol;
    piece.laterFragment = offset > 0;
    piece.in = whole.in;
    piece.out = whole.out;
    piece.nextHop4 = whole.nextHop4;
    piece.type = whole.type;
    piece.mark = whole.mark;
    piece.flow = whole.flow;
    piece.ctInfo = whole.ctInfo;
    byte[] bytes = piece.bytes;
    int at = piece.network;
    int units = (word & Ipv4View.OFFSET_MASK) + offset / 8;
    if (offset > 0) {
      Options4.blankUncopied(piece);
    }
    put16(bytes, at + Ipv4View.TOTAL_LENGTH, header + length);
    put16(bytes, at + Ipv4View.FRAGMENT, units | (more ? Ipv4View.MORE_FRAGMENTS : 0));
    fillChecksum(piece);
    if (whole.path != null) {
      piece.path = whole.path.derive(DeviceEvent.Origin.FRAGMENT);
      piece.begin();
    }
  }
}
