package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.ip.Address4;
import dev.dejima.netstack.ip.Interface4;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Prefix;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests about addresses (net/ipv4/devinet.c). */
record AddressRequests(Links links, Ipv4 ipv4) {
  private NetDevice device(int index) throws NetlinkException {
    NetDevice device = links.find(index);
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV, "ipv4: Device not found");
    }
    return device;
  }

  static int v4(IpAddress address) throws NetlinkException {
    if (address instanceof Ipv4Address(int value)) {
      return value;
    }
    throw new NetlinkException(Errno.EOPNOTSUPP, "IPv6 is not supported by netstack");
  }

  void add(NewAddress request) throws NetlinkException {
    int local = v4(request.address().address());
    NetDevice device = device(request.index());
    if (request.validLifetime() != NewAddress.FOREVER && request.validLifetime() != 0) {
      throw new NetlinkException(
          Errno.EOPNOTSUPP, "addresses with a lifetime are not supported by netstack");
    }
    int length = request.address().length();
    IpAddress peer = request.peer();
    IpAddress broadcast = request.broadcast();
    String label = request.label();
    Address4 address =
        new Address4(
            device,
            local,
            peer == null ? local : v4(peer),
            length,
            broadcast == null ? 0 : v4(broadcast),
            label == null ? device.name() : label,
            request.scope(),
            request.flags() | NewAddress.PERMANENT);
    Address4 old = find(device, local, length);
    if (old != null && request.mode().contains(NewFlag.REPLACE)) {
      return;
    }
    ipv4.addAddress(address);
  }

  private @Nullable Address4 find(NetDevice device, int local, int length) {
    for (Address4 address : ipv4.interfaceOf(device).addresses()) {
      if (address.local == local && address.length == length) {
        return address;
      }
    }
    return null;
  }

  void delete(DelAddress request) throws NetlinkException {
    int local = v4(request.address().address());
    NetDevice device = device(request.index());
    Address4 address = find(device, local, request.address().length());
    if (address == null) {
      throw new NetlinkException(Errno.EADDRNOTAVAIL, "ipv4: Address not found");
    }
    ipv4.removeAddress(address);
  }

  List<NewAddress> describeAll() {
    return links.all().stream()
        .map(ipv4::interfaceOf)
        .map(Interface4::addresses)
        .flatMap(List::stream)
        .map(AddressRequests::describe)
        .toList();
  }

  static NewAddress describe(Address4 address) {
    return new NewAddress(
        address.device.index(),
        new Prefix(new Ipv4Address(address.local), address.length),
        address.peer == address.local ? null : new Ipv4Address(address.peer),
        address.broadcast == 0 ? null : new Ipv4Address(address.broadcast),
        address.label,
        address.scope,
        address.flags,
        NewAddress.FOREVER,
        NewAddress.FOREVER,
        Set.of());
  }
}
