package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.LinkStatistics;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.netstack.NetNamespace;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.link.Veth;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.MacAddress;
import org.jspecify.annotations.Nullable;

/** Requests about links (net/core/rtnetlink.c). */
final class LinkRequests {
  private static final int LONGEST_NAME = 15;
  private static final int SETTABLE = NewLink.UP;

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
    if (request.mode().contains(NewFlag.REPLACE) || request.info() != null) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    change(device, request);
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
    if (!(request.info() instanceof LinkInfo.Veth(NewLink peer))) {
      throw new NetlinkException(Errno.EOPNOTSUPP, "Unknown device type");
    }
    Links home = linksOf(request.namespace());
    Links peerHome = peer == null ? home : linksOf(peer.namespace());
    String given = request.name();
    Links.End peerEnd = end(peerHome, peer, peerHome == home ? given : null);
    Links.End end = end(home, request, peerHome == home ? peerEnd.name() : null);
    Veth device = home.addVeth(end, peerHome, peerEnd);
    finish(device, request);
    Veth other = device.peer();
    if (peer != null && other != null) {
      finish(other, peer);
    }
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
  }

  /** What one end is to be; its name and number must be free. */
  private static Links.End end(Links home, @Nullable NewLink request, @Nullable String taken)
      throws NetlinkException {
    String name = request == null ? null : request.name();
    int index = request == null ? 0 : request.index();
    MacAddress address = request == null ? null : request.address();
    checkName(name);
    if (name == null || name.contains("%d")) {
      name = home.freeName(name == null ? "veth%d" : name);
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
    if (request.master() != null && request.master() != 0) {
      throw new NetlinkException(
          target.find(request.master()) == null ? Errno.EINVAL : Errno.EOPNOTSUPP);
    }
    setFlags(device, request.flags(), request.change());
  }

  private void move(NetDevice device, Links target, String name) throws NetlinkException {
    if (device.isLoopback()) {
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
    device.setMtu(mtu);
  }

  private static void setFlags(NetDevice device, int flags, int change) throws NetlinkException {
    int changed = change == 0 && flags != 0 ? SETTABLE : change;
    if (((changed & ~SETTABLE) & (flags ^ device.flags())) != 0) {
      throw new NetlinkException(Errno.EOPNOTSUPP);
    }
    if ((changed & NewLink.UP) != 0) {
      device.setUp((flags & NewLink.UP) != 0);
    }
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
            .statistics(statistics(device.counters()));
    if (device instanceof Veth veth) {
      builder.info(new LinkInfo.Veth(null));
      Veth peer = veth.peer();
      if (peer != null) {
        builder.peer(peer.index());
        if (peer.links() != links) {
          builder.peerNamespace(links.numberOf(peer.links()));
          builder.namespace(peer.links().namespace());
        }
      }
    }
    return builder.build();
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
