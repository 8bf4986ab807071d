package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.DelNeighbour;
import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.GetNeighbours;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.netstack.Topic;
import dev.dejima.netstack.ip.Address4;
import dev.dejima.netstack.ip.Ip4Events;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Neighbour4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.EventLoop;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** rtnetlink of a namespace: hands each message on to who knows, and tells listeners of changes. */
public final class RouteNetlink implements Netlink<RouteMessage>, Ip4Events {
  private static final int IPV6 = 6;

  private final Topic<RouteMessage> topic;
  private final Links links;
  private final LinkRequests linkRequests;
  private @Nullable Ipv4 ipv4;

  /** Makes it for a namespace whose IPv4 is still to come. */
  public RouteNetlink(EventLoop loop, Links links) {
    this.links = links;
    this.topic = new Topic<>(loop, "a change of links or routes");
    this.linkRequests = new LinkRequests(links);
  }

  /** Says which IPv4 the requests are about. */
  public void attach(Ipv4 value) {
    ipv4 = value;
  }

  private Ipv4 ipv4() {
    if (ipv4 == null) {
      throw new IllegalStateException("no IPv4 yet");
    }
    return ipv4;
  }

  @Override
  public void request(RouteMessage message) throws NetlinkException {
    AddressRequests addresses = new AddressRequests(links, ipv4());
    RouteRequests routes = new RouteRequests(links, ipv4());
    NeighbourRequests neighbours = new NeighbourRequests(links, ipv4());
    switch (message) {
      case NewLink link -> linkRequests.apply(link);
      case DelLink link -> linkRequests.delete(link);
      case NewAddress address -> addresses.add(address);
      case DelAddress address -> addresses.delete(address);
      case NewRoute route -> routes.add(route);
      case DelRoute route -> routes.delete(route);
      case NewNeighbour neighbour -> neighbours.add(neighbour);
      case DelNeighbour neighbour -> neighbours.delete(neighbour);
      case GetLinks _, GetAddresses _, GetRoutes _, GetNeighbours _ ->
          throw new NetlinkException(Errno.EINVAL);
    }
  }

  @Override
  public List<RouteMessage> dump(RouteMessage message) throws NetlinkException {
    return switch (message) {
      case GetLinks _ -> List.copyOf(links.all().stream().map(linkRequests::describe).toList());
      case GetAddresses(int version) ->
          version == IPV6
              ? List.of()
              : List.copyOf(new AddressRequests(links, ipv4()).describeAll());
      case GetRoutes(int version, int table) ->
          version == IPV6
              ? List.of()
              : List.copyOf(new RouteRequests(links, ipv4()).describeAll(table));
      case GetNeighbours(int version) ->
          version == IPV6
              ? List.of()
              : List.copyOf(new NeighbourRequests(links, ipv4()).describeAll());
      case NewLink _,
          DelLink _,
          NewAddress _,
          DelAddress _,
          NewRoute _,
          DelRoute _,
          NewNeighbour _,
          DelNeighbour _ ->
          throw new NetlinkException(Errno.EINVAL);
    };
  }

  @Override
  public Subscription<RouteMessage> subscribe(Set<Group> groups) {
    return topic.subscribe(groups);
  }

  // ---- events

  /** A device came, or is not as it was. */
  public void changed(NetDevice device) {
    if (topic.wanted(Group.LINK)) {
      topic.publish(Group.LINK, linkRequests.describe(device));
    }
  }

  /** A device is gone. */
  public void removed(NetDevice device) {
    topic.publish(Group.LINK, new DelLink(device.index(), device.name()));
  }

  @Override
  public void address(Address4 address, boolean added) {
    if (topic.wanted(Group.ADDRESS)) {
      NewAddress message = AddressRequests.describe(address);
      topic.publish(
          Group.ADDRESS, added ? message : new DelAddress(message.index(), message.address()));
    }
  }

  @Override
  public void route(Route4 route, boolean added) {
    if (topic.wanted(Group.ROUTE)) {
      NewRoute message = RouteRequests.describe(route);
      topic.publish(Group.ROUTE, added ? message : RouteRequests.deletion(message));
    }
  }

  @Override
  public void neighbour(Neighbour4 neighbour) {
    if (topic.wanted(Group.NEIGHBOUR)) {
      topic.publish(Group.NEIGHBOUR, NeighbourRequests.describe(neighbour));
    }
  }
}
