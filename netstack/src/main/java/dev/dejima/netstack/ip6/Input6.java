package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.inet.IpCount;
import dev.dejima.netstack.inet.Transport;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.TcpView;
import dev.dejima.packet.UdpView;
import org.jspecify.annotations.Nullable;

/**
 * From a device to the transports, or on to forwarding (net/ipv6/ip6_input.c, and the input half of
 * route.c).
 */
final class Input6 {
  private static final int ROUTING_TYPE_2 = 2;

  private final Ipv6 ipv6;
  private final Ipv6View view = new Ipv6View();

  Input6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
  }

  void receive(Packet packet, NetDevice device) {
    Interface6 in = ipv6.find(device);
    if (packet.type == Packet.Type.OTHERHOST) {
      packet.drop(DropReason.OTHERHOST);
      return;
    }
    if (in == null || in.isDisabled()) {
      packet.drop(DropReason.IPV6DISABLED);
      return;
    }
    if (!parse(packet, device)) {
      packet.drop(DropReason.IP_INHDR);
      return;
    }
    if (ipv6.netfilter().hook(HookNumber.PREROUTING, Family.IP6, packet, device, null)) {
      route(packet, in);
    }
  }

  /** Validates the header and a hop-by-hop header, cuts padding off and notes the offsets. */
  private boolean parse(Packet packet, NetDevice device) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (packet.end - at < Ipv6View.LENGTH || get8(bytes, at) >>> 4 != 6) {
      return false;
    }
    int payload = get16(bytes, at + Ipv6View.PAYLOAD_LENGTH);
    if (payload > packet.end - at - Ipv6View.LENGTH || !mayCome(packet, device)) {
      return false;
    }
    packet.end = at + Ipv6View.LENGTH + payload;
    locate(packet);
    if (get8(bytes, at + Ipv6View.NEXT_HEADER) != IpProtocol.IPV6_HOP_BY_HOP) {
      return true;
    }
    int options = at + Ipv6View.LENGTH;
    return Options6.isWhole(packet, options)
        && Options6.accept(packet, options, true, ipv6.settings().maxHopByHopOptions, ipv6);
  }

  /** Addresses that no packet on a wire may have. */
  private static boolean mayCome(Packet packet, NetDevice device) {
    long sourceHigh = get64(packet.bytes, packet.network + Ipv6View.SOURCE);
    long sourceLow = get64(packet.bytes, packet.network + Ipv6View.SOURCE + 8);
    long high = get64(packet.bytes, packet.network + Ipv6View.DESTINATION);
    long low = get64(packet.bytes, packet.network + Ipv6View.DESTINATION + 8);
    if (Scopes.isMulticast(sourceHigh) || Scopes.isMulticast(high) && Scopes.ofGroup(high) == 0) {
      return false;
    }
    return device.isLoopback()
        || !Scopes.isLoopback(sourceHigh, sourceLow)
            && !Scopes.isLoopback(high, low)
            && !(Scopes.isMulticast(high) && Scopes.ofGroup(high) == Scopes.INTERFACE);
  }

  /** Finds the header behind the extension headers. */
  void locate(Packet packet) {
    if (view.wrap(packet.bytes, packet.network, packet.end) && view.walk()) {
      packet.protocol = view.upperProtocol();
      packet.transport = view.upperOffset();
      packet.laterFragment = view.isFragment() && view.fragmentOffset() > 0;
    } else {
      packet.protocol = IpProtocol.IPV6_NO_NEXT_HEADER;
      packet.transport = packet.end;
      packet.laterFragment = false;
    }
  }

  /**
   * Where the headers of a packet end that say what it carries ({@code ipv6frag_thdr_truncated}),
   * be that beyond its end; its start if they are damaged.
   */
  int endOfChain(Packet packet) {
    if (!view.wrap(packet.bytes, packet.network, packet.end) || !view.walk()) {
      return packet.network;
    }
    return view.upperOffset()
        + switch (view.upperProtocol()) {
          case IpProtocol.TCP -> TcpView.LENGTH;
          case IpProtocol.UDP, IpProtocol.ICMPV6 -> UdpView.LENGTH;
          default -> 1;
        };
  }

  /** Whether others belong to the same datagram. */
  boolean isFragment(Packet packet) {
    return view.wrap(packet.bytes, packet.network, packet.end)
        && view.walk()
        && (view.moreFragments() || view.fragmentOffset() > 0);
  }

  /** The way of a packet that came in, by its destination. */
  @Nullable Route6 way(Packet packet, NetDevice device) {
    long high = get64(packet.bytes, packet.network + Ipv6View.DESTINATION);
    long low = get64(packet.bytes, packet.network + Ipv6View.DESTINATION + 8);
    RouteTable6 routes = ipv6.routes();
    if (Scopes.needsDevice(high, low) && !device.isLoopback()) {
      return routes.searchBy(high, low, device);
    }
    return routes.rules().areInitial()
        ? routes.lookup(high, low)
        : routes.lookup(routes.key().of(packet, device));
  }

  /** Behind the prerouting hook. */
  void route(Packet packet, Interface6 in) {
    NetDevice device = in.device();
    long high = get64(packet.bytes, packet.network + Ipv6View.DESTINATION);
    if (Scopes.isMulticast(high)) {
      long low = get64(packet.bytes, packet.network + Ipv6View.DESTINATION + 8);
      if (in.memberships.listensTo(high, low)) {
        packet.type = device.isLoopback() ? packet.type : Packet.Type.MULTICAST;
        ipv6.teller().tell(packet, device, Outcome.MULTICAST, null);
        deliver(packet, device, device);
      } else {
        ipv6.teller().tell(packet, device, Outcome.NOT_JOINED, null);
        packet.drop(DropReason.NOT_SPECIFIED);
      }
      return;
    }
    Route6 route = way(packet, device);
    RouteType type = route == null ? RouteType.UNREACHABLE : route.type();
    switch (type) {
      case LOCAL, ANYCAST -> {
        if (route != null) {
          ipv6.teller().tell(packet, device, Outcome.LOCAL, route);
          deliver(packet, device, route.device());
        }
      }
      case UNICAST, UNSPEC, BROADCAST, MULTICAST -> {
        if (route != null) {
          boolean forwards = ipv6.forwards();
          Outcome outcome = forwards ? Outcome.FORWARD : Outcome.FORWARDING_OFF;
          ipv6.teller().tell(packet, device, outcome, route);
          ipv6.forward().forward(packet, in, route);
        }
      }
      case BLACKHOLE -> {
        ipv6.teller().tell(packet, device, Outcome.BLACKHOLE, route);
        packet.drop(DropReason.NOT_SPECIFIED);
      }
      case UNREACHABLE -> {
        Outcome outcome = route == null ? Outcome.NO_ROUTE : Outcome.UNREACHABLE;
        ipv6.teller().tell(packet, device, outcome, route);
        unreachable(packet, Icmpv6Type.NO_ROUTE);
      }
      case PROHIBIT -> {
        ipv6.teller().tell(packet, device, Outcome.PROHIBIT, route);
        unreachable(packet, Icmpv6Type.ADMIN_PROHIBITED);
      }
    }
  }

  private void unreachable(Packet packet, int code) {
    ipv6.icmp().sendError(packet, Icmpv6Type.DESTINATION_UNREACHABLE, code, 0);
    packet.drop(DropReason.IP_INNOROUTES);
  }

  private void fail(Packet packet, int type, int code, int info) {
    ipv6.icmp().sendError(packet, type, code, info);
    packet.drop(DropReason.IPV6_BAD_EXTHDR);
  }

  // ---- for this host

  /**
   * Takes a packet for this host.
   *
   * @param owner the device that has the address: what comes back by lo counts as come by that, as
   *     an address means something on its link only ({@code ip6_rcv_core})
   */
  private void deliver(Packet packet, NetDevice device, NetDevice owner) {
    if (ipv6.netfilter().hook(HookNumber.INPUT, Family.IP6, packet, device, null)) {
      packet.in = device.isLoopback() ? owner : device;
      finish(packet);
    }
  }

  /** Behind the input hook that held a packet, which may have changed its address. */
  void finish(Packet packet, NetDevice device) {
    Route6 route = device.isLoopback() ? way(packet, device) : null;
    packet.in = route == null || !route.isLocal() ? device : route.device();
    finish(packet);
  }

  private void finish(Packet packet) {
    descend(packet, packet.network + Ipv6View.LENGTH, packet.network + Ipv6View.NEXT_HEADER, true);
  }

  /**
   * Takes header after header ({@code ip6_protocol_deliver_rcu}).
   *
   * @param from where the header begins whose number stands at {@code number}
   * @param behindIp whether that is behind the IP header itself, the one place of a hop-by-hop
   *     header
   */
  private void descend(Packet packet, int from, int number, boolean behindIp) {
    int at = from;
    int named = number;
    boolean first = behindIp;
    while (true) {
      int protocol = get8(packet.bytes, named);
      switch (protocol) {
        case IpProtocol.IPV6_HOP_BY_HOP -> {
          if (!first) {
            unknown(packet, protocol, at, named);
            return;
          }
        }
        case IpProtocol.IPV6_DESTINATION -> {
          int most = ipv6.settings().maxDestinationOptions;
          if (!Options6.isWhole(packet, at) || !Options6.accept(packet, at, false, most, ipv6)) {
            packet.drop(DropReason.IPV6_BAD_EXTHDR);
            return;
          }
        }
        case IpProtocol.IPV6_ROUTING -> {
          if (!passesRouting(packet, at)) {
            return;
          }
        }
        case IpProtocol.IPV6_FRAGMENT -> {
          fragment(packet, at);
          return;
        }
        case IpProtocol.IPV6_NO_NEXT_HEADER -> {
          packet.release();
          return;
        }
        default -> {
          finish(packet, protocol, at, named);
          return;
        }
      }
      first = false;
      named = at;
      at += (get8(packet.bytes, at + 1) + 1) * 8;
    }
  }

  /** A routing header is only borne when nothing is left of its way: none is followed here. */
  private boolean passesRouting(Packet packet, int at) {
    boolean multicast = Ipv6.destination(packet).isMulticast();
    if (!Options6.isWhole(packet, at) || multicast || packet.type != Packet.Type.HOST) {
      packet.drop(DropReason.IPV6_BAD_EXTHDR);
      return false;
    }
    int type = get8(packet.bytes, at + 2);
    int left = get8(packet.bytes, at + 3);
    if (left == 0 && type != ROUTING_TYPE_2) {
      return true;
    }
    if (left == 0 || type == ROUTING_TYPE_2) {
      packet.drop(DropReason.IPV6_BAD_EXTHDR);
    } else {
      fail(packet, Icmpv6Type.PARAMETER_PROBLEM, Icmp6.HEADER_FIELD, at + 2 - packet.network);
    }
    return false;
  }

  /** Takes a fragment header ({@code ipv6_frag_rcv}): the first, as a whole packet has none. */
  private void fragment(Packet packet, int at) {
    boolean again = packet.fragmentSize != Packet.NOT_FRAGMENTED;
    if (!again) {
      ipv6.statistics().count(IpCount.REASSEMBLY_REQUIRED);
    }
    if (again || at + Ipv6View.FRAGMENT_LENGTH > packet.end) {
      fail(packet, Icmpv6Type.PARAMETER_PROBLEM, Icmp6.HEADER_FIELD, at - packet.network);
      return;
    }
    int header = at - packet.network;
    if ((get16(packet.bytes, at + 2) & ~6) == 0) {
      packet.fragmentSize = packet.length();
      ipv6.statistics().count(IpCount.REASSEMBLED);
      descend(packet, at + Ipv6View.FRAGMENT_LENGTH, at, false);
    } else if (ipv6.reassembly().add(packet, at)) {
      ipv6.statistics().count(IpCount.REASSEMBLED);
      int named = ipv6.reassembly().named(packet, header);
      locate(packet);
      descend(packet, packet.network + header, named, false);
    }
  }

  private void finish(Packet packet, int protocol, int at, int named) {
    packet.transport = at;
    packet.protocol = protocol;
    boolean taken = ipv6.raw().offer(packet);
    Transport transport = ipv6.transport(protocol);
    if (transport != null) {
      Delivery.show(packet, transport);
    } else if (taken) {
      packet.release();
    } else {
      unknown(packet, protocol, at, named);
    }
  }

  private void unknown(Packet packet, int protocol, int at, int named) {
    packet.transport = at;
    packet.protocol = protocol;
    fail(packet, Icmpv6Type.PARAMETER_PROBLEM, Icmp6.UNKNOWN_NEXT_HEADER, named - packet.network);
  }
}
