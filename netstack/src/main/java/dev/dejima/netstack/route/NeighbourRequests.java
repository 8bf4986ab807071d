package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelNeighbour;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Neighbour4;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.MacAddress;
import java.util.List;
import java.util.Set;

/** Requests about neighbours (net/core/neighbour.c). */
record NeighbourRequests(Links links, Ipv4 ipv4) {
  private static final int WITH_LINK_ADDRESS =
      Neighbour4.REACHABLE
          | Neighbour4.STALE
          | Neighbour4.DELAY
          | Neighbour4.PROBE
          | Neighbour4.PERMANENT;

  private NetDevice device(int index) throws NetlinkException {
    NetDevice device = links.find(index);
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    return device;
  }

  void add(NewNeighbour request) throws NetlinkException {
    int address = AddressRequests.v4(request.address());
    NetDevice device = device(request.index());
    Neighbour4 old = ipv4.neighbour(device, address);
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
    ipv4.setNeighbour(device, address, value, request.state());
  }

  void delete(DelNeighbour request) throws NetlinkException {
    NetDevice device = device(request.index());
    Neighbour4 neighbour = ipv4.neighbour(device, AddressRequests.v4(request.address()));
    if (neighbour == null) {
      throw new NetlinkException(Errno.ENOENT);
    }
    ipv4.removeNeighbour(neighbour);
  }

  List<NewNeighbour> describeAll() {
    return ipv4.neighbours().stream().map(NeighbourRequests::describe).toList();
  }

  static NewNeighbour describe(Neighbour4 neighbour) {
    boolean known = (neighbour.state & WITH_LINK_ADDRESS) != 0;
    return new NewNeighbour(
        neighbour.device.index(),
        new Ipv4Address(neighbour.address),
        known ? new MacAddress(neighbour.mac) : null,
        neighbour.state,
        Set.of());
  }
}
