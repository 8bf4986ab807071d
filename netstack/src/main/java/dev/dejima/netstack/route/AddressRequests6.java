package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.ip6.Address6;
import dev.dejima.netstack.ip6.Interface6;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import java.util.List;
import java.util.Set;

/** Requests about addresses of IPv6 (net/ipv6/addrconf.c). */
record AddressRequests6(Links links, Ipv6 ipv6) {
  private static final long SECOND = 1_000_000_000L;
  private static final int SETTABLE =
      NewAddress.NODAD
          | NewAddress.OPTIMISTIC
          | NewAddress.MANAGED_TEMPORARIES
          | NewAddress.NOPREFIXROUTE;

  static Ipv6Address v6(IpAddress address) throws NetlinkException {
    return switch (address) {
      case Ipv6Address six -> six;
      case Ipv4Address _ -> throw new NetlinkException(Errno.EINVAL, "Invalid address");
    };
  }

  private Interface6 in(int index) throws NetlinkException {
    NetDevice device = links.find(index);
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV, "ipv6: Unable to find the interface");
    }
    Interface6 in = ipv6.find(device);
    if (in == null) {
      throw new NetlinkException(Errno.ENODEV, "ipv6: IPv6 is disabled on this device");
    }
    return in;
  }

  void add(NewAddress request) throws NetlinkException {
    Ipv6Address local = v6(request.address().address());
    Interface6 in = in(request.index());
    int flags = request.flags() & SETTABLE;
    if ((flags & NewAddress.NODAD) != 0 && (flags & NewAddress.OPTIMISTIC) != 0) {
      throw new NetlinkException(
          Errno.EINVAL, "IFA_F_NODAD and IFA_F_OPTIMISTIC are mutually exclusive");
    }
    long valid = request.validLifetime();
    long preferred = request.preferredLifetime();
    if (valid == 0 || preferred > valid) {
      throw new NetlinkException(Errno.EINVAL, "ipv6: address lifetime invalid");
    }
    for (Address6 there : in.addresses()) {
      if (there.local.equals(local)) {
        change(there, request, flags);
        return;
      }
    }
    ipv6.addAddress(
        new Address6(
            in.device(),
            local,
            request.peer() == null ? null : v6(request.peer()),
            request.address().length(),
            flags,
            valid,
            preferred));
  }

  private void change(Address6 there, NewAddress request, int flags) throws NetlinkException {
    if (request.mode().contains(NewFlag.EXCL) || !request.mode().contains(NewFlag.REPLACE)) {
      throw new NetlinkException(Errno.EEXIST, "ipv6: address already assigned");
    }
    there.flags = there.flags & ~SETTABLE | flags;
    there.validLifetime = request.validLifetime();
    there.preferredLifetime = request.preferredLifetime();
    ipv6.changeAddress(there);
  }

  void delete(DelAddress request) throws NetlinkException {
    Ipv6Address local = v6(request.address().address());
    for (Address6 address : in(request.index()).addresses()) {
      if (address.local.equals(local) && address.length == request.address().length()) {
        ipv6.removeAddress(address);
        return;
      }
    }
    throw new NetlinkException(Errno.EADDRNOTAVAIL, "ipv6: address not found");
  }

  List<NewAddress> describeAll() {
    return ipv6.interfaces().stream()
        .map(Interface6::addresses)
        .flatMap(List::stream)
        .map(this::describe)
        .toList();
  }

  NewAddress describe(Address6 address) {
    long age = (ipv6.loop().nanoTime() - address.stamped) / SECOND;
    return new NewAddress(
        address.device.index(),
        new Prefix(address.local, address.length),
        address.peer,
        null,
        null,
        scope(address.local),
        address.flags,
        left(address.validLifetime, age),
        left(address.preferredLifetime, age),
        Set.of());
  }

  private static long left(long lifetime, long age) {
    return lifetime == NewAddress.FOREVER ? lifetime : Math.max(lifetime - age, 0);
  }

  private static int scope(Ipv6Address address) {
    if (address.isLoopback()) {
      return 254;
    }
    boolean site = address.high() >>> 54 == 0x3fb;
    return address.isLinkLocal() ? 253 : site ? 200 : 0;
  }
}
