package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put48;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.neigh.Neighbour;
import dev.dejima.netstack.neigh.NeighbourVariable;
import dev.dejima.netstack.neigh.Neighbours;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.NdpMessage;
import dev.dejima.packet.NdpMessage.NeighbourAdvertisement;
import dev.dejima.packet.NdpMessage.NeighbourSolicitation;
import dev.dejima.packet.NdpMessage.Redirect;
import dev.dejima.packet.NdpMessage.RouterAdvertisement;
import dev.dejima.packet.NdpMessage.RouterSolicitation;
import dev.dejima.packet.NdpOption;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Neighbour discovery (RFC 4861, net/ipv6/ndisc.c). */
public final class Ndisc implements Neighbours.Protocol {
  private static final int HOP_LIMIT = 255;
  private static final int NONCE = 14;
  private static final int REDIRECTED_HEADER = 4;
  private static final int LEAST_MTU = 1280;
  private static final int REDIRECT_LENGTH = 40;
  private static final long NO_ADDRESS = -1;

  private final Ipv6 ipv6;
  private final Neighbours neighbours;
  private final IcmpView view = new IcmpView();

  Ndisc(Ipv6 ipv6, RandomGenerator random) {
    this.ipv6 = ipv6;
    this.neighbours = new Neighbours(ipv6.loop(), random, this);
    neighbours.initial().set(NeighbourVariable.LOCKTIME, 0);
  }

  Neighbours neighbours() {
    return neighbours;
  }

  // ---- what the states need

  @Override
  public IpAddress address(long high, long low) {
    return new Ipv6Address(high, low);
  }

  @Override
  public void transmit(Packet packet, Neighbour neighbour) {
    frame(packet, neighbour.mac, neighbour.device);
  }

  static void frame(Packet packet, long to, NetDevice device) {
    packet.link = packet.network - EthernetView.LENGTH;
    put48(packet.bytes, packet.link + EthernetView.DESTINATION, to);
    put48(packet.bytes, packet.link + EthernetView.SOURCE, device.mac());
    put16(packet.bytes, packet.link + EthernetView.ETHER_TYPE, EtherType.IPV6);
    device.transmit(packet);
  }

  @Override
  public void unreachable(Packet packet) {
    ipv6.icmp()
        .sendError(packet, Icmpv6Type.DESTINATION_UNREACHABLE, Icmpv6Type.ADDRESS_UNREACHABLE, 0);
    packet.drop(DropReason.NEIGH_FAILED);
  }

  @Override
  public void changed(Neighbour neighbour) {
    ipv6.events().neighbour(neighbour);
  }

  @Override
  public void overflow() {
    ipv6.warn("neighbour: ndisc_cache: neighbor table overflow!");
  }

  /** By unicast if the link address is known, else to the target's group. */
  @Override
  public void solicit(Neighbour neighbour) {
    Ipv6Address target = new Ipv6Address(neighbour.high, neighbour.low);
    Ipv6Address to = neighbour.isValid() ? target : Scopes.solicitedNode(target.low());
    Ipv6Address source = source(neighbour);
    if (source != null) {
      sendSolicitation(neighbour.device, target, to, source, 0);
    }
  }

  /** The address to ask with: the waiting packet's own if the device has it. */
  private @Nullable Ipv6Address source(Neighbour neighbour) {
    Interface6 in = ipv6.interfaceOf(neighbour.device);
    Packet packet = neighbour.waiting();
    if (packet != null) {
      long high = get64(packet.bytes, packet.network + Ipv6View.SOURCE);
      long low = get64(packet.bytes, packet.network + Ipv6View.SOURCE + 8);
      Address6 own = in.find(high, low);
      if (own != null && !own.has(NewAddress.TENTATIVE | NewAddress.OPTIMISTIC)) {
        return own.local;
      }
    }
    return in.linkLocal(NewAddress.TENTATIVE | NewAddress.OPTIMISTIC);
  }

  // ---- output

  private static NdpOption sourceLink(NetDevice device) {
    return new NdpOption.SourceLinkAddress(device.address());
  }

  private void sendSolicitation(
      NetDevice device, Ipv6Address target, Ipv6Address to, Ipv6Address source, long nonce) {
    List<NdpOption> options = new ArrayList<>();
    if (!source.isUnspecified()) {
      options.add(sourceLink(device));
    }
    if (nonce != 0) {
      options.add(new NdpOption.Unknown(NONCE, Bytes.bigEndian(nonce, 6)));
    }
    send(device, new NeighbourSolicitation(target, options), source, to);
  }

  /** Asks whether anybody else has an address. */
  void probeOwn(Address6 address) {
    sendSolicitation(
        address.device,
        address.local,
        Scopes.solicitedNode(address.local.low()),
        Ipv6Address.ANY,
        address.nonce);
  }

  void solicitRouters(NetDevice device, Ipv6Address source) {
    send(device, new RouterSolicitation(List.of(sourceLink(device))), source, Scopes.ALL_ROUTERS);
  }

  /** Tells all nodes of an address, unasked. */
  void announce(Address6 address) {
    advertise(ipv6.interfaceOf(address.device), Scopes.ALL_NODES, address.local, false, true, true);
  }

  private void advertise(
      Interface6 in,
      Ipv6Address to,
      Ipv6Address target,
      boolean solicited,
      boolean override,
      boolean withLinkAddress) {
    Address6 own = in.find(target.high(), target.low());
    Ipv6Address source = own != null ? target : ipv6.selectSource(in.device(), to);
    if (source == null) {
      return;
    }
    boolean overrides = override && (own == null || !own.has(NewAddress.OPTIMISTIC));
    List<NdpOption> options =
        withLinkAddress
            ? List.of(new NdpOption.TargetLinkAddress(in.device().address()))
            : List.of();
    send(
        in.device(),
        new NeighbourAdvertisement(in.forwarding(), solicited, overrides, target, options),
        source,
        to);
  }

  /** Tells the sender of a packet of a better first hop ({@code ndisc_send_redirect}). */
  void redirect(Packet about, NetDevice device, Ipv6Address target) {
    Ipv6Address source = ipv6.interfaceOf(device).linkLocal();
    Ipv6Address destination = Ipv6.destination(about);
    Ipv6Address to = Ipv6.source(about);
    if (source == null || !destination.equals(target) && !target.isLinkLocal()) {
      return;
    }
    Route6 back = ipv6.routes().searchBy(to.high(), to.low(), device);
    if (back == null || back.gateway() != null || !ipv6.icmp().mayRedirect(to)) {
      return;
    }
    List<NdpOption> options = new ArrayList<>();
    Neighbour neighbour = neighbours.find(device, target.high(), target.low());
    int taken = 0;
    if (neighbour != null && neighbour.isValid()) {
      options.add(new NdpOption.TargetLinkAddress(new MacAddress(neighbour.mac)));
      taken = NdpOption.UNIT;
    }
    int room = LEAST_MTU - Ipv6View.LENGTH - REDIRECT_LENGTH - taken;
    int length = Math.min(room, about.length() + 8) & ~7;
    byte[] quoted = new byte[length - 2];
    System.arraycopy(about.bytes, about.network, quoted, 6, Math.min(length - 8, about.length()));
    options.add(new NdpOption.Unknown(REDIRECTED_HEADER, Bytes.of(quoted, 0, quoted.length)));
    send(device, new Redirect(target, destination, options), source, to);
  }

  private void send(NetDevice device, NdpMessage message, Ipv6Address source, Ipv6Address to) {
    Packet packet = ipv6.packets().allocate(message.length());
    message.emit(packet.bytes, packet.transport);
    ipv6.output().sendControl(packet, 0, device, source, to, HOP_LIMIT);
  }

  // ---- input

  /** Takes a message of neighbour discovery; it stays the caller's. */
  void receive(Packet packet, NetDevice device) {
    boolean fromLink = get8(packet.bytes, packet.network + Ipv6View.HOP_LIMIT) == HOP_LIMIT;
    if (!fromLink
        || device.isLoopback()
        || !view.wrap(packet.bytes, packet.transport, packet.end)) {
      return;
    }
    NdpMessage message = NdpMessage.parse(view).orElse(null);
    if (message == null) {
      return;
    }
    Interface6 in = ipv6.interfaceOf(device);
    switch (message) {
      case NeighbourSolicitation solicitation -> solicited(packet, in, solicitation);
      case NeighbourAdvertisement advertisement -> advertised(packet, in, advertisement);
      case RouterSolicitation solicitation -> routersSolicited(packet, in, solicitation);
      case RouterAdvertisement advertisement ->
          ipv6.advertisements().receive(packet, in, advertisement);
      case Redirect _ -> {
        // As if accept_redirects were 0: no host here keeps exceptions of routes.
      }
    }
  }

  /** The link address that an option gives; {@link #NO_ADDRESS} if none does. */
  static long linkAddress(List<NdpOption> options) {
    for (NdpOption option : options) {
      if (option instanceof NdpOption.SourceLinkAddress(MacAddress address)) {
        return address.value();
      }
      if (option instanceof NdpOption.TargetLinkAddress(MacAddress address)) {
        return address.value();
      }
    }
    return NO_ADDRESS;
  }

  private static long nonce(List<NdpOption> options) {
    for (NdpOption option : options) {
      if (option instanceof NdpOption.Unknown(int type, Bytes data)
          && type == NONCE
          && data.length() == 6) {
        return data.toLongBigEndian();
      }
    }
    return 0;
  }

  private void solicited(Packet packet, Interface6 in, NeighbourSolicitation message) {
    Ipv6Address source = Ipv6.source(packet);
    Ipv6Address to = Ipv6.destination(packet);
    Ipv6Address target = message.target();
    boolean detecting = source.isUnspecified();
    long mac = linkAddress(message.options());
    if (target.isMulticast()
        || detecting && (!Scopes.isSolicitedNode(to.high(), to.low()) || mac != NO_ADDRESS)) {
      return;
    }
    Address6 own = in.find(target.high(), target.low());
    if (own != null && own.has(NewAddress.TENTATIVE | NewAddress.OPTIMISTIC)) {
      if (detecting) {
        if (own.nonce == 0 || nonce(message.options()) != own.nonce) {
          ipv6.addresses().duplicate(in, own);
        }
        return;
      }
      if (!own.has(NewAddress.OPTIMISTIC)) {
        return;
      }
    }
    if (own == null && !in.isAnycast(target.high(), target.low())) {
      return;
    }
    if (detecting) {
      advertise(in, Scopes.ALL_NODES, target, false, own != null, true);
      return;
    }
    boolean multicast = to.isMulticast();
    boolean known = learn(in.device(), source, mac, !multicast || mac != NO_ADDRESS);
    if (known) {
      advertise(in, source, target, true, own != null && multicast, multicast);
    }
  }

  /** Notes who asked; whether the sender is a neighbour now. */
  private boolean learn(NetDevice device, Ipv6Address source, long mac, boolean make) {
    Neighbour neighbour =
        make
            ? neighbours.findOrMake(device, source.high(), source.low())
            : neighbours.find(device, source.high(), source.low());
    if (neighbour == null) {
      return false;
    }
    update(neighbour, mac, Neighbour.STALE, Neighbours.WEAK_OVERRIDE | Neighbours.OVERRIDE);
    return true;
  }

  /** Without a link address in the message it is about the one that is known. */
  void update(Neighbour neighbour, long mac, int state, int flags) {
    if (mac != NO_ADDRESS) {
      neighbours.update(neighbour, mac, state, flags);
    } else if (neighbour.isValid()) {
      neighbours.update(neighbour, neighbour.mac, state, flags);
    }
  }

  private void advertised(Packet packet, Interface6 in, NeighbourAdvertisement message) {
    Ipv6Address target = message.target();
    boolean multicast =
        Scopes.isMulticast(get64(packet.bytes, packet.network + Ipv6View.DESTINATION));
    if (target.isMulticast() || multicast && message.solicited()) {
      return;
    }
    Address6 own = in.find(target.high(), target.low());
    if (own != null) {
      if (own.isTentative()) {
        ipv6.addresses().duplicate(in, own);
      }
      return;
    }
    Neighbour neighbour = neighbours.find(in.device(), target.high(), target.low());
    if (neighbour == null || neighbour.state == Neighbour.FAILED) {
      return;
    }
    boolean wasRouter = neighbour.router;
    update(
        neighbour,
        linkAddress(message.options()),
        message.solicited() ? Neighbour.REACHABLE : Neighbour.STALE,
        Neighbours.WEAK_OVERRIDE
            | (message.override() ? Neighbours.OVERRIDE : 0)
            | Neighbours.OVERRIDE_ROUTER
            | (message.router() ? Neighbours.IS_ROUTER : 0));
    if (wasRouter && !neighbour.router) {
      ipv6.advertisements().forgetRouter(in, target);
    }
  }

  /** Only routers listen to these. */
  private void routersSolicited(Packet packet, Interface6 in, RouterSolicitation message) {
    Ipv6Address source = Ipv6.source(packet);
    long mac = linkAddress(message.options());
    if (!in.forwarding() || source.isUnspecified()) {
      return;
    }
    Neighbour neighbour = neighbours.findOrMake(in.device(), source.high(), source.low());
    if (neighbour == null) {
      return;
    }
    update(
        neighbour,
        mac,
        Neighbour.STALE,
        Neighbours.WEAK_OVERRIDE | Neighbours.OVERRIDE | Neighbours.OVERRIDE_ROUTER);
  }

  /** Milliseconds within which a query of listeners wants answers (RFC 3810 section 5.1.3). */
  static int queryDelay(Packet packet) {
    int code = get32(packet.bytes, packet.transport + 4) >>> 16;
    return code < 0x8000 ? code : (code & 0xfff | 0x1000) << ((code >>> 12 & 7) + 3);
  }
}
