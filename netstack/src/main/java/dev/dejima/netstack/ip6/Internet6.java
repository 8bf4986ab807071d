package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Header;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.inet.Way;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import org.jspecify.annotations.Nullable;

/** IPv6 as sockets see it. */
public record Internet6(Ipv6 ipv6) implements Internet {
  private record Way6(Ipv6 ipv6, Route6 route, Ipv6Address source, Ipv6Address to) implements Way {
    @Override
    public int mtu() {
      return ipv6.output().mtu(route, to);
    }

    @Override
    public NetDevice device() {
      return ipv6.output().device(route);
    }

    @Override
    public boolean isBroadcast() {
      return false;
    }

    @Override
    public void send(Packet packet, Header header) throws KernelException {
      ipv6.output().send(packet, route, source, to, header);
    }
  }

  private static Ipv6Address value(IpAddress address) {
    return switch (address) {
      case Ipv6Address six -> six;
      case Ipv4Address _ -> throw new IllegalArgumentException(address + " on IPv6");
    };
  }

  @Override
  public Way way(
      @Nullable IpAddress source, IpAddress to, @Nullable Device bound, Selector selector)
      throws KernelException {
    Ipv6Address target = value(to);
    Ipv6Address given = source == null ? null : value(source);
    Ipv6Address asked = given == null ? Ipv6Address.ANY : given;
    Route6 route = ipv6.output().route(asked, target, null, bound, selector);
    Ipv6Address from = given == null ? ipv6.output().source(route, target) : given;
    if (from == null) {
      throw new KernelException(Errno.EADDRNOTAVAIL);
    }
    return new Way6(ipv6, route, from, target);
  }

  @Override
  public Way wayFor(IpAddress source, IpAddress to, @Nullable Device bound, Selector selector)
      throws KernelException {
    return way(source, to, bound, selector);
  }

  @Override
  public boolean mayBind(IpAddress address, @Nullable Device bound) {
    Ipv6Address own = value(address);
    if (ipv6.settings().nonlocalBind != 0 || own.isMulticast()) {
      return true;
    }
    return own.isLinkLocal()
        ? bound instanceof NetDevice device && ipv6.isOwn(own, device)
        : ipv6.type(own) != RouteType.UNICAST;
  }

  @Override
  public boolean isLocal(IpAddress address) {
    return ipv6.isLocal(value(address));
  }

  @Override
  public void confirm(IpAddress to) {
    Ipv6Address target = value(to);
    Route6 route = ipv6.routes().lookup(target.high(), target.low());
    if (route != null && !route.isLocal() && !route.isReject()) {
      Ipv6Address hop = route.gateway() == null ? target : route.gateway();
      ipv6.neighbours().confirm(route.device(), hop.high(), hop.low());
    }
  }

  @Override
  public void portUnreachable(Packet packet) {
    ipv6.icmp()
        .sendError(packet, Icmpv6Type.DESTINATION_UNREACHABLE, Icmpv6Type.PORT_UNREACHABLE, 0);
  }

  @Override
  public IpAddress source(Packet packet) {
    return Ipv6.source(packet);
  }

  @Override
  public IpAddress destination(Packet packet) {
    return Ipv6.destination(packet);
  }

  @Override
  public int hopLimit(Packet packet) {
    return get8(packet.bytes, packet.network + Ipv6View.HOP_LIMIT);
  }

  private static IpAddress address(Packet packet, int at) {
    return new Ipv6Address(get64(packet.bytes, at), get64(packet.bytes, at + 8));
  }

  @Override
  public IpAddress quotedSource(Packet packet, int quoted) {
    return address(packet, quoted + Ipv6View.SOURCE);
  }

  @Override
  public IpAddress quotedDestination(Packet packet, int quoted) {
    return address(packet, quoted + Ipv6View.DESTINATION);
  }
}
