package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.inet.Transport;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import org.jspecify.annotations.Nullable;

/**
 * From a device to the transports, or on to forwarding (net/ipv4/ip_input.c, and the input half of
 * route.c).
 */
final class Input4 {
  /** {@code IP_DEFRAG_LOCAL_DELIVER}. */
  private static final int LOCAL_DELIVERY = 0;

  private final Ipv4 ipv4;

  Input4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
  }

  void receive(Packet packet, NetDevice device) {
    DropReason wrong = packet.type == Packet.Type.OTHERHOST ? DropReason.OTHERHOST : parse(packet);
    if (wrong != null) {
      packet.drop(wrong);
      return;
    }
    if (ipv4.netfilter().hook(HookNumber.PREROUTING, Family.IP, packet, device, null)) {
      route(packet, device);
    }
  }

  /** Validates the header, cuts padding off and notes the offsets; says what is wrong with it. */
  private static @Nullable DropReason parse(Packet packet) {
    if (!locate(packet)) {
      return DropReason.IP_INHDR;
    }
    byte[] bytes = packet.bytes;
    int at = packet.network;
    int total = get16(bytes, at + Ipv4View.TOTAL_LENGTH);
    if (!Checksum.isValid(Checksum.sum(bytes, at, packet.transport))) {
      return DropReason.IP_CSUM;
    }
    if (total > packet.length()) {
      return DropReason.PKT_TOO_SMALL;
    }
    if (total < packet.transport - at) {
      return DropReason.IP_INHDR;
    }
    packet.end = at + total;
    return null;
  }

  /** Finds what is behind the header; false if there is no whole header. */
  static boolean locate(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (packet.length() < Ipv4View.LENGTH) {
      return false;
    }
    int first = get8(bytes, at);
    int header = (first & 15) * 4;
    if (first >>> 4 != 4 || header < Ipv4View.LENGTH || header > packet.length()) {
      return false;
    }
    packet.transport = at + header;
    packet.protocol = get8(bytes, at + Ipv4View.PROTOCOL);
    packet.laterFragment = (get16(bytes, at + Ipv4View.FRAGMENT) & Ipv4View.OFFSET_MASK) != 0;
    return true;
  }

  /** Behind the prerouting hook. */
  void route(Packet packet, NetDevice device) {
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    int destination = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    if (packet.transport - packet.network > Ipv4View.LENGTH && !Options4.accept(packet, ipv4)) {
      packet.drop(DropReason.IP_INHDR);
      return;
    }
    if (isMartianSource(source, destination, device)) {
      martian(packet, device, Outcome.MARTIAN_SOURCE, DropReason.IP_INVALID_SOURCE);
      return;
    }
    if (isMartian(source, destination, device)) {
      martian(packet, device, Outcome.MARTIAN_DESTINATION, DropReason.IP_INVALID_DEST);
      return;
    }
    if (destination == -1 || source == 0 && destination == 0) {
      broadcast(packet, source, device);
      return;
    }
    if (destination >>> 28 == 0xe) {
      multicast(packet, destination);
      return;
    }
    routed(packet, device, source, ipv4.routes().lookup(packet, device));
  }

  private void martian(Packet packet, NetDevice device, Outcome outcome, DropReason reason) {
    ipv4.teller().input(packet, device, outcome, null);
    packet.drop(reason);
  }

  private static boolean isMartianSource(int source, int destination, NetDevice device) {
    return source >>> 28 >= 0xe
        || source >>> 24 == 0 && !(source == 0 && (destination == 0 || destination == -1))
        || source >>> 24 == 127 && !device.isLoopback();
  }

  private boolean isMartian(int source, int destination, NetDevice device) {
    return destination >>> 24 == 0 && (destination != 0 || source != 0)
        || destination >>> 24 == 127
            && !device.isLoopback()
            && !ipv4.interfaceOf(device).either(Conf4.ROUTE_LOCALNET);
  }

  private void routed(Packet packet, NetDevice device, int source, @Nullable Route4 route) {
    Interface4 in = ipv4.interfaceOf(device);
    if (route == null) {
      unreachable(packet, in, Outcome.NO_ROUTE, null, IcmpType.NET_UNREACHABLE);
      return;
    }
    switch (route.type()) {
      case BROADCAST -> broadcast(packet, source, device);
      case LOCAL -> {
        if (isValidSource(packet, source, device, in)) {
          ipv4.teller().input(packet, device, Outcome.LOCAL, route);
          deliver(packet, device);
        } else {
          invalidSource(packet, source, device);
        }
      }
      case UNICAST, ANYCAST, MULTICAST, UNSPEC -> {
        if (!in.forwarding()) {
          ipv4.teller().input(packet, device, Outcome.FORWARDING_OFF, route);
          packet.drop(DropReason.IP_INADDRERRORS);
        } else if (!isValidSource(packet, source, device, in)) {
          invalidSource(packet, source, device);
        } else {
          ipv4.teller().input(packet, device, Outcome.FORWARD, route);
          ipv4.forward().forward(packet, device, route);
        }
      }
      case BLACKHOLE -> {
        ipv4.teller().input(packet, device, Outcome.BLACKHOLE, route);
        packet.drop(DropReason.NOT_SPECIFIED);
      }
      case UNREACHABLE ->
          unreachable(packet, in, Outcome.UNREACHABLE, route, IcmpType.HOST_UNREACHABLE);
      case PROHIBIT -> unreachable(packet, in, Outcome.PROHIBIT, route, IcmpType.ADMIN_PROHIBITED);
    }
  }

  private void unreachable(
      Packet packet, Interface4 in, Outcome outcome, @Nullable Route4 route, int code) {
    ipv4.teller().input(packet, in.device(), outcome, route);
    if (in.forwarding()) {
      ipv4.icmp().sendError(packet, IcmpType.DESTINATION_UNREACHABLE, code, 0);
    }
    packet.drop(
        outcome == Outcome.NO_ROUTE && in.forwarding()
            ? DropReason.IP_INNOROUTES
            : DropReason.IP_INADDRERRORS);
  }

  /** Drops a packet that may not come from there by that device. */
  private void invalidSource(Packet packet, int source, NetDevice device) {
    boolean own = ipv4.isConfigured(source);
    if (packet.path != null) {
      Route4 back = ipv4.routes().lookup(ipv4.routes().key().of(packet, null).mark(0).swap());
      ipv4.teller().invalid(packet, device, own ? Outcome.OWN_SOURCE : Outcome.REVERSE_PATH, back);
    }
    packet.drop(own ? DropReason.IP_LOCAL_SOURCE : DropReason.IP_RPFILTER);
  }

  /** Whether a packet may come from there by that device ({@code fib_validate_source}). */
  private boolean isValidSource(Packet packet, int source, NetDevice device, Interface4 in) {
    return isValidSource(ipv4.routes().key().of(packet, null).mark(0).swap(), source, device, in);
  }

  private boolean isValidSource(RouteKey back, int source, NetDevice device, Interface4 in) {
    if (device.isLoopback()) {
      return true;
    }
    int filter = in.larger(Conf4.RP_FILTER);
    boolean takesOwn = in.either(Conf4.ACCEPT_LOCAL);
    if (filter == 0 && ipv4.routes().rules().areInitial()) {
      return takesOwn || !ipv4.isConfigured(source);
    }
    Route4 route = ipv4.routes().lookup(back);
    if (route == null || Ipv4.errorOf(route) != null) {
      return filter == 0;
    }
    boolean own = route.type() == RouteType.LOCAL && takesOwn;
    return (own || route.type() == RouteType.UNICAST) && (filter != 1 || route.device() == device);
  }

  /** Whether a packet that comes in by a device may have these addresses. */
  boolean mayCome(int source, int destination, Selector selector, NetDevice device) {
    RouteKey back = ipv4.routes().key(source, destination).select(selector).mark(0).swap();
    return source != 0
        && !isMartianSource(source, destination, device)
        && !isMartian(source, destination, device)
        && isValidSource(back, source, device, ipv4.interfaceOf(device));
  }

  private void broadcast(Packet packet, int source, NetDevice device) {
    if (source != 0 && !isValidSource(packet, source, device, ipv4.interfaceOf(device))) {
      invalidSource(packet, source, device);
      return;
    }
    ipv4.teller().input(packet, device, Outcome.BROADCAST, null);
    packet.type = Packet.Type.BROADCAST;
    deliver(packet, device);
  }

  /** Groups are not joined here; only "all systems on this link" is everybody's. */
  private void multicast(Packet packet, int destination) {
    NetDevice device = (NetDevice) packet.in;
    if (device == null) {
      packet.drop(DropReason.NOT_SPECIFIED);
      return;
    }
    if (destination != 0xe0000001) {
      martian(packet, device, Outcome.NOT_JOINED, DropReason.NOT_SPECIFIED);
      return;
    }
    ipv4.teller().input(packet, device, Outcome.MULTICAST, null);
    packet.type = Packet.Type.MULTICAST;
    deliver(packet, device);
  }

  private void deliver(Packet packet, NetDevice device) {
    int fragment = get16(packet.bytes, packet.network + Ipv4View.FRAGMENT);
    if ((fragment & (Ipv4View.MORE_FRAGMENTS | Ipv4View.OFFSET_MASK)) != 0
        && !ipv4.reassembly().add(packet, LOCAL_DELIVERY)) {
      return;
    }
    if (ipv4.netfilter().hook(HookNumber.INPUT, Family.IP, packet, device, null)) {
      finish(packet);
    }
  }

  /** Behind the input hook. */
  void finish(Packet packet) {
    boolean taken = ipv4.raw().offer(packet);
    Transport transport = ipv4.transport(packet.protocol);
    if (transport != null) {
      Delivery.show(packet, transport);
      return;
    }
    if (taken) {
      packet.release();
      return;
    }
    ipv4.icmp()
        .sendError(packet, IcmpType.DESTINATION_UNREACHABLE, IcmpType.PROTOCOL_UNREACHABLE, 0);
    packet.drop(DropReason.IP_NOPROTO);
  }
}
