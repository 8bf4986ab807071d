package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Header;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.inet.Way;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** IPv4 as sockets see it. */
public record Internet4(Ipv4 ipv4) implements Internet {
  private record Way4(Ipv4 ipv4, Route4 route, int from, int to) implements Way {
    @Override
    public IpAddress source() {
      return new Ipv4Address(from);
    }

    @Override
    public int mtu() {
      return ipv4.output().mtu(route);
    }

    @Override
    public NetDevice device() {
      return ipv4.output().device(route);
    }

    @Override
    public boolean isBroadcast() {
      return route.type() == RouteType.BROADCAST;
    }

    @Override
    public void send(Packet packet, Header header) throws KernelException {
      ipv4.output().send(packet, route, from, to, header);
    }
  }

  private static int value(IpAddress address) {
    return switch (address) {
      case Ipv4Address(int value) -> value;
      case Ipv6Address _ -> throw new IllegalArgumentException(address + " on IPv4");
    };
  }

  @Override
  public Way way(
      @Nullable IpAddress source, IpAddress to, @Nullable Device bound, Selector selector)
      throws KernelException {
    int from = source == null ? 0 : value(source);
    int target = value(to);
    Route4 route = ipv4.output().route(from, target, bound, selector);
    return new Way4(ipv4, route, from != 0 ? from : ipv4.output().source(route, target), target);
  }

  @Override
  public Way wayFor(IpAddress source, IpAddress to, @Nullable Device bound, Selector selector)
      throws KernelException {
    int from = value(source);
    int target = value(to);
    RouteKey key = ipv4.routes().key(from, target).out(bound).select(selector);
    return new Way4(ipv4, ipv4.output().route(key, bound), from, target);
  }

  @Override
  public boolean mayBind(IpAddress address, @Nullable Device bound) {
    return ipv4.settings().nonlocalBind != 0
        || ipv4.routes().type(value(address)) != RouteType.UNICAST;
  }

  @Override
  public boolean isLocal(IpAddress address) {
    return ipv4.isLocal(value(address));
  }

  @Override
  public void confirm(IpAddress to) {
    ipv4.confirmNeighbour(value(to));
  }

  @Override
  public void portUnreachable(Packet packet) {
    ipv4.icmp().sendError(packet, IcmpType.DESTINATION_UNREACHABLE, IcmpType.PORT_UNREACHABLE, 0);
  }

  private static IpAddress address(Packet packet, int at) {
    return new Ipv4Address(get32(packet.bytes, at));
  }

  @Override
  public IpAddress source(Packet packet) {
    return address(packet, packet.network + Ipv4View.SOURCE);
  }

  @Override
  public IpAddress destination(Packet packet) {
    return address(packet, packet.network + Ipv4View.DESTINATION);
  }

  @Override
  public int hopLimit(Packet packet) {
    return get8(packet.bytes, packet.network + Ipv4View.TTL);
  }

  @Override
  public IpAddress quotedSource(Packet packet, int quoted) {
    return address(packet, quoted + Ipv4View.SOURCE);
  }

  @Override
  public IpAddress quotedDestination(Packet packet, int quoted) {
    return address(packet, quoted + Ipv4View.DESTINATION);
  }
}
