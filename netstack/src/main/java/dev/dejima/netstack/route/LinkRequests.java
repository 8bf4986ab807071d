package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.BridgeOption;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.LinkDetails;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.LinkStatistics;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.SetBridgePort;
import dev.dejima.netstack.NetNamespace;
import dev.dejima.netstack.link.Bridge;
import dev.dejima.netstack.link.BridgePort;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.Loopback;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.link.Veth;
import dev.dejima.netstack.link.Vlan;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.MacAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests about links (net/core/rtnetlink.c). */
final class LinkRequests {
  private static final int LONGEST_NAME = 15;
  private static final int SETTABLE = NewLink.UP | NewLink.PROMISC;
  private static final int LARGEST_VLAN = 4094;

  /** {@code GSO_MAX_SIZE}, {@code GSO_MAX_SEGS} and {@code TSO_MAX_SIZE}. */
  private static final int SEGMENTED_LATE = 65536;

  private static final int MOST_SEGMENTS = 65535;
  private static final int CUT_BY_DEVICE = 524_280;

  private final Links links;

  LinkRequests(Links links) {
    this.links = links;
  }

  // ---- making and changing

  void apply(NewLink request) throws NetlinkException {
    checkName(request.name());
    NetDevice device = find(request.index(), request.name());
    boolean create = request.mode().contains(NewFlag.CREATE);
    if (device == null && !create) {
      throw new NetlinkException(Errno.ENODEV);
    }
    if (device == null) {
      make(request);
      return;
    }
    if (request.mode().contains(NewFlag.EXCL)) {
      throw new NetlinkException(Errno.EEXIST);
    }
    if (request.mode().contains(NewFlag.REPLACE)) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    changeKind(device, request.info());
    if (request.port() != null) {
      changePort(device, request.port());
    }
    change(device, request);
  }

  private static void changeKind(NetDevice device, @Nullable LinkInfo info)
      throws NetlinkException {
    if (info == null) {
      return;
    }
    if (info instanceof LinkInfo.Bridge(var options) && device instanceof Bridge bridge) {
      bridge.set(options);
      return;
    }
    throw new NetlinkException(Errno.EOPNOTSUPP);
  }

  private static void changePort(NetDevice device, Map<BridgePortOption, Long> options)
      throws NetlinkException {
    BridgePort port = port(device);
    port.set(options);
    port.carrier(device);
  }

  private static BridgePort port(NetDevice device) throws NetlinkException {
    BridgePort port = device.port();
    if (port == null) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    return port;
  }

  void apply(SetBridgePort request) throws NetlinkException {
    NetDevice device = links.find(request.index());
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV, "unknown ifindex");
    }
    port(device).set(request.options());
  }

  private @Nullable NetDevice find(int index, @Nullable String name) {
    if (index > 0) {
      return links.find(index);
    }
    return name == null ? null : links.find(name);
  }

  private static void checkName(@Nullable String name) throws NetlinkException {
    if (name == null) {
      return;
    }
    if (name.length() > LONGEST_NAME) {
      throw new NetlinkException(Errno.ERANGE, "Attribute failed policy validation");
    }
    boolean odd = name.chars().anyMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c));
    if (odd || name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new NetlinkException(Errno.EINVAL);
    }
  }

  private void make(NewLink request) throws NetlinkException {
    switch (request.info()) {
      case LinkInfo.Veth(NewLink peer) -> makeVeth(request, peer);
      case LinkInfo.Bridge(var options) -> makeBridge(request, options);
      case LinkInfo.Vlan vlan -> makeVlan(request, vlan);
      case LinkInfo.Other _ -> throw new NetlinkException(Errno.EOPNOTSUPP, "Unknown device type");
      case null -> throw new NetlinkException(Errno.EOPNOTSUPP, "Unknown device type");
    }
  }

  private void makeVeth(NewLink request, @Nullable NewLink peer) throws NetlinkException {
    Links home = linksOf(request.namespace());
    Links peerHome = peer == null ? home : linksOf(peer.namespace());
    String given = request.name();
    Links.End peerEnd = end(peerHome, peer, "veth%d", peerHome == home ? given : null);
    Links.End end = end(home, request, "veth%d", peerHome == home ? peerEnd.name() : null);
    Veth device = home.addVeth(end, peerHome, peerEnd);
    finish(device, request);
    Veth other = device.peer();
    if (peer != null && other != null) {
      finish(other, peer);
    }
  }

  private void makeBridge(NewLink request, Map<BridgeOption, Long> options)
      throws NetlinkException {
    Links home = linksOf(request.namespace());
    Bridge bridge = home.addBridge(end(home, request, "bridge%d", null));
    try {
      bridge.set(options);
    } catch (NetlinkException e) {
      home.delete(bridge);
      throw e;
    }
    finish(bridge, request);
  }

  private void makeVlan(NewLink request, LinkInfo.Vlan vlan) throws NetlinkException {
    Links home = linksOf(request.namespace());
    Integer number = vlan.id();
    int protocol = vlan.protocol() == null ? EtherType.VLAN : vlan.protocol();
    if (protocol != EtherType.VLAN && protocol != EtherType.QINQ) {
      throw new NetlinkException(Errno.EPROTONOSUPPORT, "8021q: Invalid VLAN protocol");
    }
    if (number == null) {
      throw new NetlinkException(Errno.EINVAL, "8021q: VLAN id not specified");
    }
    if (number > LARGEST_VLAN) {
      throw new NetlinkException(Errno.ERANGE, "8021q: Invalid VLAN id");
    }
    if ((vlan.flags() & ~Vlan.REORDER_HEADERS) != 0) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    NetDevice lower = lower(request.peer());
    boolean taken =
        lower.vlans().stream().anyMatch(v -> v.number() == number && v.protocol() == protocol);
    if (taken) {
      throw new NetlinkException(Errno.EEXIST, "8021q: VLAN device already exists");
    }
    if (request.mtu() != null && request.mtu() > lower.mtu()) {
      throw new NetlinkException(Errno.EINVAL);
    }
    Links.End end = end(home, request, "vlan%d", null);
    finish(home.addVlan(end, lower, protocol, number), request);
  }

  private NetDevice lower(@Nullable Integer index) throws NetlinkException {
    if (index == null) {
      throw new NetlinkException(Errno.EINVAL, "8021q: link not specified");
    }
    NetDevice lower = links.find(index);
    if (lower == null) {
      throw new NetlinkException(Errno.ENODEV, "8021q: link does not exist");
    }
    if (lower.isLoopback()) {
      throw new NetlinkException(Errno.EOPNOTSUPP, "8021q: VLANs not supported on device");
    }
    return lower;
  }

  private static void finish(NetDevice device, NewLink request) throws NetlinkException {
    if (request.mtu() != null) {
      setMtu(device, request.mtu());
    }
    if (request.group() != null) {
      device.setGroup(request.group());
    }
    if (request.txQueueLength() != null) {
      device.setTxQueueLength(request.txQueueLength());
    }
    setFlags(device, request.flags(), request.change());
    if (request.master() != null) {
      setMaster(device, device.links(), request.master());
    }
  }

  /**
   * What a device is to be; its name and number must be free.
   *
   * @param pattern its name where none is given
   * @param taken the name of the other end
   */
  private static Links.End end(
      Links home, @Nullable NewLink request, String pattern, @Nullable String taken)
      throws NetlinkException {
    String name = request == null ? null : request.name();
    int index = request == null ? 0 : request.index();
    MacAddress address = request == null ? null : request.address();
    checkName(name);
    if (name == null || name.contains("%d")) {
      name = home.freeName(name == null ? pattern : name);
      if (name.equals(taken)) {
        name = "veth" + (Integer.parseInt(name.substring("veth".length())) + 1);
      }
    }
    if (home.find(name) != null || name.equals(taken)) {
      throw new NetlinkException(Errno.EEXIST);
    }
    if (index > 0 && home.find(index) != null) {
      throw new NetlinkException(Errno.EBUSY);
    }
    if (address != null) {
      checkAddress(address);
    }
    return new Links.End(name, index, address);
  }

  private static void checkAddress(MacAddress address) throws NetlinkException {
    if ((address.value() >>> 40 & 1) != 0 || address.value() == 0) {
      throw new NetlinkException(Errno.EADDRNOTAVAIL);
    }
  }

  private Links linksOf(@Nullable Namespace namespace) {
    return namespace instanceof NetNamespace own ? own.links() : links;
  }

  /** Changes what the request names, in the kernel's order ({@code do_setlink}). */
  private void change(NetDevice device, NewLink request) throws NetlinkException {
    String name = request.index() > 0 && request.name() != null ? request.name() : device.name();
    Links target = linksOf(request.namespace());
    if (target != links) {
      move(device, target, name);
    }
    if (request.address() != null) {
      if (device.isLoopback()) {
        throw new NetlinkException(Errno.EOPNOTSUPP);
      }
      checkAddress(request.address());
      device.setAddress(request.address());
    }
    if (request.mtu() != null) {
      setMtu(device, request.mtu());
    }
    if (request.group() != null) {
      device.setGroup(request.group());
    }
    if (!name.equals(device.name())) {
      if (target.find(name) != null) {
        throw new NetlinkException(Errno.EEXIST);
      }
      target.rename(device, name);
    }
    if (request.txQueueLength() != null) {
      device.setTxQueueLength(request.txQueueLength());
    }
    if (request.master() != null) {
      setMaster(device, target, request.master());
    }
    setFlags(device, request.flags(), request.change());
  }

  /** Makes a device a port of a bridge, or of none for 0 ({@code do_set_master}). */
  private static void setMaster(NetDevice device, Links home, int master) throws NetlinkException {
    BridgePort port = device.port();
    if (port != null) {
      if (port.bridge().index() == master) {
        return;
      }
      port.bridge().remove(port);
    }
    if (master == 0) {
      return;
    }
    switch (home.find(master)) {
      case null -> throw new NetlinkException(Errno.EINVAL);
      case Bridge bridge -> bridge.add(device);
      case Loopback _, Veth _, Vlan _ -> throw new NetlinkException(Errno.EOPNOTSUPP);
    }
  }

  private void move(NetDevice device, Links target, String name) throws NetlinkException {
    if (device.isLoopback() || device instanceof Bridge) {
      throw new NetlinkException(Errno.EINVAL, "The interface netns is immutable");
    }
    if (target.find(name) != null) {
      throw new NetlinkException(Errno.EEXIST);
    }
    links.move(device, target, name);
  }

  private static void setMtu(NetDevice device, int mtu) throws NetlinkException {
    if (mtu < device.leastMtu()) {
      throw new NetlinkException(Errno.EINVAL, "mtu less than device minimum");
    }
    if (mtu > device.largestMtu()) {
      throw new NetlinkException(Errno.EINVAL, "mtu greater than device maximum");
    }
    if (device instanceof Vlan vlan && mtu > vlan.lower().mtu()) {
      throw new NetlinkException(Errno.ERANGE);
    }
    device.setMtu(mtu);
  }

  private static void setFlags(NetDevice device, int flags, int change) throws NetlinkException {
    int changed = change == 0 && flags != 0 ? SETTABLE : change;
    if (((changed & ~SETTABLE) & (flags ^ device.flags())) != 0) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    if ((changed & NewLink.PROMISC) != 0) {
      device.setPromiscuous((flags & NewLink.PROMISC) != 0);
    }
    if ((changed & NewLink.UP) != 0) {
      setUp(device, (flags & NewLink.UP) != 0);
    }
  }

  private static void setUp(NetDevice device, boolean up) throws NetlinkException {
    if (up && device instanceof Vlan vlan && !vlan.lower().isUp()) {
      throw new NetlinkException(Errno.ENETDOWN);
    }
    device.setUp(up);
  }

  void delete(DelLink request) throws NetlinkException {
    NetDevice device = find(request.index(), request.name());
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    if (device.isLoopback()) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    links.delete(device);
  }

  // ---- telling

  NewLink describe(NetDevice device) {
    NewLink.Builder builder =
        new NewLink.Builder()
            .index(device.index())
            .name(device.name())
            .flags(device.flags(), 0)
            .address(device.address())
            .mtu(device.mtu())
            .txQueueLength(device.txQueueLength())
            .group(device.group())
            .operState(device.operState())
            .qdisc(device.qdisc())
            .details(details(device))
            .statistics(statistics(device.counters()));
    BridgePort port = device.port();
    if (port != null) {
      builder.master(port.bridge().index()).port(port.describe());
    }
    switch (device) {
      case Loopback _ -> {}
      case Bridge bridge -> builder.info(new LinkInfo.Bridge(bridge.describe()));
      case Vlan vlan -> {
        builder.info(new LinkInfo.Vlan(vlan.number(), vlan.protocol(), Vlan.REORDER_HEADERS));
        other(builder, vlan.lower());
      }
      case Veth veth -> {
        builder.info(new LinkInfo.Veth(null));
        Veth peer = veth.peer();
        if (peer != null) {
          other(builder, peer);
        }
      }
    }
    return builder.build();
  }

  /** Names the device at the other end, or below. */
  private void other(NewLink.Builder builder, NetDevice device) {
    builder.peer(device.index());
    if (device.links() != links) {
      builder.peerNamespace(links.numberOf(device.links()));
      builder.namespace(device.links().namespace());
    }
  }

  /** As Linux tells them of a machine with one processor. */
  private static LinkDetails details(NetDevice device) {
    boolean loopback = device.isLoopback();
    return new LinkDetails(
        device.promiscuity(),
        device.port() == null ? 0 : 1,
        loopback ? 0 : device.leastMtu(),
        loopback ? 0 : device.largestMtu(),
        0,
        1,
        1,
        SEGMENTED_LATE,
        MOST_SEGMENTS,
        CUT_BY_DEVICE,
        MOST_SEGMENTS,
        SEGMENTED_LATE);
  }

  private static LinkStatistics statistics(NetDevice.Counters c) {
    return new LinkStatistics(
        c.rxPackets,
        c.txPackets,
        c.rxBytes,
        c.txBytes,
        0,
        0,
        c.rxDropped,
        c.txDropped,
        c.multicast,
        0);
  }
}
