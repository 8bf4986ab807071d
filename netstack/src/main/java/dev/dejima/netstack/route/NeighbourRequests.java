package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelNeighbour;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.neigh.Neighbour;
import dev.dejima.netstack.neigh.Neighbours;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.MacAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests about neighbours (net/core/neighbour.c). */
record NeighbourRequests(Links links, Ipv4 ipv4, Ipv6 ipv6) {
  private static final long LOW_32 = 0xffff_ffffL;
  private static final int WITH_LINK_ADDRESS =
      Neighbour.REACHABLE
          | Neighbour.STALE
          | Neighbour.DELAY
          | Neighbour.PROBE
          | Neighbour.PERMANENT;

  private NetDevice device(int index) throws NetlinkException {
    NetDevice device = links.find(index);
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    return device;
  }

  private Neighbours table(IpAddress address) {
    return address instanceof Ipv4Address ? ipv4.neighbours() : ipv6.neighbours();
  }

  private static long high(IpAddress address) {
    return address instanceof Ipv6Address six ? six.high() : 0;
  }

  private static long low(IpAddress address) {
    return switch (address) {
      case Ipv4Address(int value) -> value & LOW_32;
      case Ipv6Address six -> six.low();
    };
  }

  private @Nullable Neighbour find(NetDevice device, IpAddress address) {
    return table(address).find(device, high(address), low(address));
  }

  void add(NewNeighbour request) throws NetlinkException {
    IpAddress address = request.address();
    NetDevice device = device(request.index());
    Neighbour old = find(device, address);
    if (old == null && !request.mode().contains(NewFlag.CREATE)) {
      throw new NetlinkException(Errno.ENOENT);
    }
    if (old != null && request.mode().contains(NewFlag.EXCL)) {
      throw new NetlinkException(Errno.EEXIST);
    }
    MacAddress mac = request.linkAddress();
    if (mac == null
        && (request.state() & WITH_LINK_ADDRESS) != 0
        && (old == null || old.mac == 0)) {
      throw new NetlinkException(Errno.EINVAL, "No link layer address given");
    }
    long value = mac != null ? mac.value() : old == null ? 0 : old.mac;
    Neighbours table = table(address);
    Neighbour neighbour =
        request.state() == Neighbour.PERMANENT
            ? table.findOrMakePermanent(device, high(address), low(address))
            : table.findOrMake(device, high(address), low(address));
    if (neighbour == null) {
      throw new NetlinkException(Errno.ENOBUFS);
    }
    table.update(
        neighbour,
        value,
        request.state(),
        Neighbours.ADMIN
            | Neighbours.OVERRIDE
            | Neighbours.OVERRIDE_ROUTER
            | ((request.flags() & NewNeighbour.ROUTER) != 0 ? Neighbours.IS_ROUTER : 0));
  }

  void delete(DelNeighbour request) throws NetlinkException {
    NetDevice device = device(request.index());
    Neighbour neighbour = find(device, request.address());
    if (neighbour == null) {
      throw new NetlinkException(Errno.ENOENT);
    }
    table(request.address()).remove(neighbour);
  }

  /** The neighbours of an IP version, or of both for 0. */
  List<NewNeighbour> describeAll(int version) {
    return Stream.of(ipv4.neighbours(), ipv6.neighbours())
        .flatMap(table -> table.all().stream())
        .filter(n -> version == 0 || n.address.bits() == (version == 4 ? 32 : 128))
        .map(NeighbourRequests::describe)
        .toList();
  }

  static NewNeighbour describe(Neighbour neighbour) {
    boolean known = (neighbour.state & WITH_LINK_ADDRESS) != 0;
    return new NewNeighbour(
        neighbour.device.index(),
        neighbour.address,
        known ? new MacAddress(neighbour.mac) : null,
        neighbour.state,
        neighbour.router ? NewNeighbour.ROUTER : 0,
        Set.of());
  }
}
