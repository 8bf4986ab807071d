package dev.dejima.linux;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.linux.netlink.RouteCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** rtnetlink in one namespace; see {@link Offloads} for what it does with new veths. */
final class RouteNetlink implements Netlink<RouteMessage> {
  private final LinuxNamespace namespace;
  private final LinuxNetlink<RouteMessage> netlink;

  RouteNetlink(LinuxNamespace namespace) {
    this.namespace = namespace;
    this.netlink =
        new LinuxNetlink<>(namespace, new RouteCodec(other -> namespace.kernel().own(other).fd()));
  }

  @Override
  public void request(RouteMessage message) throws NetlinkException {
    netlink.request(message);
    if (message instanceof NewLink link
        && link.info() instanceof LinkInfo.Veth(NewLink peer)
        && !link.mode().isEmpty()
        && Offloads.OFF) {
      switchOff(link);
      switchOff(peer == null ? new NewLink.Builder().build() : peer);
    }
  }

  private void switchOff(NewLink end) throws NetlinkException {
    Namespace where = end.namespace();
    RouteNetlink there = where == null ? this : namespace.kernel().own(where).routes();
    there.switchOff(end.name());
  }

  /** Switches off the offloads of one link; of all veths, where the kernel chose the name. */
  private void switchOff(@Nullable String name) throws NetlinkException {
    if (name == null || name.contains("%")) {
      for (RouteMessage message : dump(new GetLinks())) {
        if (message instanceof NewLink link && link.info() instanceof LinkInfo.Veth) {
          switchOff(Objects.requireNonNull(link.name(), "every link has a name"));
        }
      }
      return;
    }
    netlink.exchange(
        socket -> {
          Offloads.switchOff(socket.fd(), name);
          return true;
        });
  }

  @Override
  public List<RouteMessage> dump(RouteMessage message) throws NetlinkException {
    List<RouteMessage> all = netlink.dump(message);
    return switch (message) {
      case GetRoutes get when get.table() != 0 ->
          all.stream().filter(m -> m instanceof NewRoute r && r.table() == get.table()).toList();
      case GetLinks _ -> located(all);
      default -> all;
    };
  }

  /** Names the namespaces of the links' other ends, where they are this kernel's. */
  private List<RouteMessage> located(List<RouteMessage> links) throws NetlinkException {
    boolean apart =
        links.stream().anyMatch(m -> m instanceof NewLink link && link.peerNamespace() != null);
    if (!apart) {
      return links;
    }
    Map<Integer, Namespace> ids = new HashMap<>();
    for (LinuxNamespace other : namespace.kernel().all()) {
      ids.put(id(other), other);
    }
    return links.stream().map(message -> located(message, ids)).toList();
  }

  private static RouteMessage located(RouteMessage message, Map<Integer, Namespace> ids) {
    if (!(message instanceof NewLink link)) {
      return message;
    }
    Integer id = link.peerNamespace();
    return id == null ? link : link.toBuilder().namespace(ids.get(id)).build();
  }

  private int id(LinuxNamespace other) throws NetlinkException {
    return netlink.exchange(
        socket -> RouteCodec.namespaceId(socket.get(RouteCodec.getNamespaceId(other.fd()))));
  }

  @Override
  public Subscription<RouteMessage> subscribe(Set<Group> groups) throws NetlinkException {
    return netlink.subscribe(groups);
  }

  void close() {
    netlink.close();
  }
}
