package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelFdbEntry;
import dev.dejima.kernel.rtnetlink.NewFdbEntry;
import dev.dejima.netstack.link.Bridge;
import dev.dejima.netstack.link.BridgePort;
import dev.dejima.netstack.link.FdbEntry;
import dev.dejima.netstack.link.HardwareAddresses;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests about forwarding entries, and about the addresses that devices listen to (net/core's
 * rtnetlink.c, {@code rtnl_fdb_add} and its like).
 */
record FdbRequests(Links links, long now) {
  private static final long SECOND = 1_000_000_000L;
  private static final int STATES =
      NewFdbEntry.PERMANENT | NewFdbEntry.NOARP | NewFdbEntry.REACHABLE;

  private NetDevice device(int index, String what) throws NetlinkException {
    if (index == 0) {
      throw new NetlinkException(Errno.EINVAL, "invalid ifindex");
    }
    NetDevice device = links.find(index);
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV, "unknown ifindex");
    }
    if (device.isLoopback()) {
      throw new NetlinkException(
          Errno.EINVAL, "FDB " + what + " only supported for Ethernet devices");
    }
    return device;
  }

  /** Which of both a request means; {@code null} for neither. */
  private static boolean meansMaster(NetDevice device, int flags) {
    return device.port() != null && (flags == 0 || (flags & NewFdbEntry.MASTER) != 0);
  }

  private static boolean meansSelf(int flags) {
    return (flags & NewFdbEntry.SELF) != 0;
  }

  private static void requireOne(boolean master, int flags) throws NetlinkException {
    if (!master && !meansSelf(flags)) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
  }

  void add(NewFdbEntry request) throws NetlinkException {
    NetDevice device = device(request.index(), "add");
    checkVlan(request.vlan());
    boolean master = meansMaster(device, request.flags());
    requireOne(master, request.flags());
    BridgePort port = device.port();
    if (master && port != null) {
      set(port.bridge(), port, request);
    }
    if (meansSelf(request.flags())) {
      if (device instanceof Bridge bridge) {
        set(bridge, null, request);
      } else {
        listen(device, request);
      }
    }
  }

  private static void checkVlan(int vlan) throws NetlinkException {
    // No port is in any VLAN where bridges do not filter them.
    if (vlan != 0) {
      throw new NetlinkException(Errno.EINVAL);
    }
  }

  private static void set(Bridge bridge, @Nullable BridgePort port, NewFdbEntry request)
      throws NetlinkException {
    if ((request.state() & STATES) == 0 || request.address().value() == 0) {
      throw new NetlinkException(Errno.EINVAL);
    }
    bridge.table().set(port, request);
  }

  private static HardwareAddresses list(NetDevice device, MacAddress address) {
    return address.isMulticast() ? device.groups() : device.unicast();
  }

  private static void listen(NetDevice device, NewFdbEntry request) throws NetlinkException {
    if (request.state() != 0 && (request.state() & NewFdbEntry.PERMANENT) == 0) {
      throw new NetlinkException(Errno.EINVAL);
    }
    HardwareAddresses addresses = list(device, request.address());
    if (!addresses.contains(request.address())) {
      addresses.add(request.address());
    } else if (request.mode().contains(NewFlag.EXCL)) {
      throw new NetlinkException(Errno.EEXIST);
    }
  }

  void delete(DelFdbEntry request) throws NetlinkException {
    NetDevice device = device(request.index(), "delete");
    checkVlan(request.vlan());
    boolean master = meansMaster(device, request.flags());
    requireOne(master, request.flags());
    BridgePort port = device.port();
    if (master && port != null) {
      delete(port.bridge(), port, request.address());
    }
    if (meansSelf(request.flags())) {
      if (device instanceof Bridge bridge) {
        delete(bridge, null, request.address());
      } else {
        listenNoMore(device, request.address());
      }
    }
  }

  private static void delete(Bridge bridge, @Nullable BridgePort port, @Nullable MacAddress address)
      throws NetlinkException {
    if (address == null) {
      bridge.table().clear(port);
    } else {
      bridge.table().delete(port, address.value());
    }
  }

  private static void listenNoMore(NetDevice device, @Nullable MacAddress address)
      throws NetlinkException {
    if (address == null) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    if (!list(device, address).remove(address)) {
      throw new NetlinkException(Errno.ENOENT);
    }
  }

  // ---- telling

  /** All entries, by device, in the kernel's order ({@code rtnl_fdb_dump}). */
  List<NewFdbEntry> describeAll() {
    List<NewFdbEntry> all = new ArrayList<>();
    for (NetDevice device : links.all()) {
      BridgePort port = device.port();
      if (port != null) {
        add(all, port.bridge(), port);
      }
      if (!device.isLoopback()) {
        device.unicast().all().forEach(address -> all.add(own(device, address)));
        device.groups().all().forEach(address -> all.add(own(device, address)));
      }
      if (device instanceof Bridge bridge) {
        add(all, bridge, null);
      }
    }
    return all;
  }

  private void add(List<NewFdbEntry> all, Bridge bridge, @Nullable BridgePort port) {
    for (FdbEntry entry : bridge.table().all()) {
      if (entry.port() == port) {
        all.add(describe(bridge, entry));
      }
    }
  }

  private static NewFdbEntry own(NetDevice device, MacAddress address) {
    return new NewFdbEntry(
        device.index(), address, 0, 0, NewFdbEntry.PERMANENT, NewFdbEntry.SELF, 0, 0, Set.of());
  }

  NewFdbEntry describe(Bridge bridge, FdbEntry entry) {
    BridgePort port = entry.port();
    NetDevice at = port == null ? bridge : port.device();
    int flags =
        (entry.isSticky() ? NewFdbEntry.STICKY : 0)
            | (entry.isExternal() ? NewFdbEntry.EXTERNALLY_LEARNED : 0);
    return new NewFdbEntry(
        at.index(),
        new MacAddress(entry.mac),
        bridge.index(),
        0,
        state(bridge, entry),
        flags,
        (now - entry.used()) / SECOND,
        (now - entry.updated()) / SECOND,
        Set.of());
  }

  private static int state(Bridge bridge, FdbEntry entry) {
    if (entry.isLocal()) {
      return NewFdbEntry.PERMANENT;
    }
    if (entry.isStatic()) {
      return NewFdbEntry.NOARP;
    }
    return bridge.table().isOutdated(entry) ? NewFdbEntry.STALE : NewFdbEntry.REACHABLE;
  }
}
