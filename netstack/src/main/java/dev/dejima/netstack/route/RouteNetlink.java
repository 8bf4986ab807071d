package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.DelFdbEntry;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.DelNeighbour;
import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.DelRoutingRule;
import dev.dejima.kernel.rtnetlink.FoundRoute;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.GetFdbEntries;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.GetNeighbours;
import dev.dejima.kernel.rtnetlink.GetRoute;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.GetRoutingRules;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewFdbEntry;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.NewRoutingRule;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.SetBridgePort;
import dev.dejima.netstack.Topic;
import dev.dejima.netstack.inet.RoutingRules;
import dev.dejima.netstack.ip.Address4;
import dev.dejima.netstack.ip.Ip4Events;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.ip6.Address6;
import dev.dejima.netstack.ip6.Ip6Events;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.ip6.Route6;
import dev.dejima.netstack.link.Bridge;
import dev.dejima.netstack.link.FdbEntry;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.neigh.Neighbour;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** rtnetlink of a namespace: hands each message on to who knows, and tells listeners of changes. */
public final class RouteNetlink implements Netlink<RouteMessage>, Ip4Events, Ip6Events {
  private static final int IPV4 = 4;
  private static final int IPV6 = 6;

  private final EventLoop loop;
  private final Topic<RouteMessage> topic;
  private final Links links;
  private final LinkRequests linkRequests;
  private @Nullable Ipv4 ipv4;
  private @Nullable Ipv6 ipv6;

  /** Makes it for a namespace whose IP is still to come. */
  public RouteNetlink(EventLoop loop, Links links) {
    this.loop = loop;
    this.links = links;
    this.topic = new Topic<>(loop, "a change of links or routes");
    this.linkRequests = new LinkRequests(links);
  }

  /** Says what the requests are about. */
  public void attach(Ipv4 four, Ipv6 six) {
    ipv4 = four;
    ipv6 = six;
  }

  private Ipv6 ipv6() {
    if (ipv6 == null) {
      throw new IllegalStateException("no IPv6 yet");
    }
    return ipv6;
  }

  private Ipv4 ipv4() {
    if (ipv4 == null) {
      throw new IllegalStateException("no IPv4 yet");
    }
    return ipv4;
  }

  private AddressRequests addresses() {
    return new AddressRequests(links, ipv4());
  }

  private AddressRequests6 addresses6() {
    return new AddressRequests6(links, ipv6());
  }

  private RouteRequests routes() {
    return new RouteRequests(links, ipv4());
  }

  private RouteRequests6 routes6() {
    return new RouteRequests6(links, ipv6());
  }

  private RoutingRules rules(int version) {
    return version == IPV6 ? ipv6().routes().rules() : ipv4().routes().rules();
  }

  private NeighbourRequests neighbours() {
    return new NeighbourRequests(links, ipv4(), ipv6());
  }

  private FdbRequests forwarding() {
    return new FdbRequests(links, loop.nanoTime());
  }

  private static boolean isSix(Prefix prefix) {
    return prefix.address() instanceof Ipv6Address;
  }

  @Override
  public void request(RouteMessage message) throws NetlinkException {
    switch (message) {
      case NewLink link -> linkRequests.apply(link);
      case DelLink link -> linkRequests.delete(link);
      case SetBridgePort port -> linkRequests.apply(port);
      case NewAddress address when isSix(address.address()) -> addresses6().add(address);
      case NewAddress address -> addresses().add(address);
      case DelAddress address when isSix(address.address()) -> addresses6().delete(address);
      case DelAddress address -> addresses().delete(address);
      case NewRoute route when isSix(route.destination()) -> routes6().add(route);
      case NewRoute route -> routes().add(route);
      case DelRoute route when isSix(route.destination()) -> routes6().delete(route);
      case DelRoute route -> routes().delete(route);
      case NewNeighbour neighbour -> neighbours().add(neighbour);
      case DelNeighbour neighbour -> neighbours().delete(neighbour);
      case NewFdbEntry entry -> forwarding().add(entry);
      case DelFdbEntry entry -> forwarding().delete(entry);
      case NewRoutingRule(RoutingRule rule, var mode) -> rules(rule.version()).add(rule, mode);
      case DelRoutingRule(RoutingRule rule) -> rules(rule.version()).delete(rule);
      case GetLinks _,
          GetAddresses _,
          GetRoutes _,
          GetNeighbours _,
          GetFdbEntries _,
          GetRoutingRules _,
          GetRoute _,
          FoundRoute _ ->
          throw new NetlinkException(Errno.EINVAL);
    }
  }

  @Override
  public List<RouteMessage> dump(RouteMessage message) throws NetlinkException {
    List<RouteMessage> answers = new ArrayList<>();
    switch (message) {
      case GetLinks _ -> links.all().stream().map(linkRequests::describe).forEach(answers::add);
      case GetAddresses(int version) -> {
        answers.addAll(version == IPV6 ? List.of() : addresses().describeAll());
        answers.addAll(version == IPV4 ? List.of() : addresses6().describeAll());
      }
      case GetRoutes(int version, int table) -> {
        answers.addAll(version == IPV6 ? List.of() : routes().describeAll(table));
        answers.addAll(version == IPV4 ? List.of() : routes6().describeAll(table));
      }
      case GetRoutingRules(int version) ->
          rules(version).all(name -> links.find(name) != null).stream()
              .map(rule -> new NewRoutingRule(rule, Set.of()))
              .forEach(answers::add);
      case GetRoute get -> answers.add(new RouteQueries(links, ipv4(), ipv6()).find(get));
      case GetNeighbours(int version) -> answers.addAll(neighbours().describeAll(version));
      case GetFdbEntries _ -> answers.addAll(forwarding().describeAll());
      case NewLink _,
          DelLink _,
          SetBridgePort _,
          NewAddress _,
          DelAddress _,
          NewRoute _,
          DelRoute _,
          NewNeighbour _,
          DelNeighbour _,
          NewRoutingRule _,
          DelRoutingRule _,
          NewFdbEntry _,
          DelFdbEntry _,
          FoundRoute _ ->
          throw new NetlinkException(Errno.EINVAL);
    }
    return List.copyOf(answers);
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

  /** A bridge's forwarding entry came or is not as it was, or went. */
  public void forwarding(Bridge bridge, FdbEntry entry, boolean there) {
    if (topic.wanted(Group.NEIGHBOUR)) {
      NewFdbEntry told = forwarding().describe(bridge, entry);
      topic.publish(
          Group.NEIGHBOUR,
          there ? told : new DelFdbEntry(told.index(), told.address(), told.vlan(), told.flags()));
    }
  }

  private void tell(NewAddress message, boolean added) {
    topic.publish(
        Group.ADDRESS, added ? message : new DelAddress(message.index(), message.address()));
  }

  @Override
  public void address(Address4 address, boolean added) {
    if (topic.wanted(Group.ADDRESS)) {
      tell(AddressRequests.describe(address), added);
    }
  }

  @Override
  public void address(Address6 address, boolean added) {
    if (topic.wanted(Group.ADDRESS)) {
      tell(addresses6().describe(address), added);
    }
  }

  private void tell(NewRoute message, boolean added) {
    topic.publish(Group.ROUTE, added ? message : RouteRequests.deletion(message));
  }

  @Override
  public void route(Route4 route, boolean added) {
    if (topic.wanted(Group.ROUTE)) {
      tell(RouteRequests.describe(route), added);
    }
  }

  @Override
  public void route(Route6 route, boolean added) {
    if (topic.wanted(Group.ROUTE)) {
      tell(RouteRequests6.describe(route), added);
    }
  }

  @Override
  public void neighbour(Neighbour neighbour) {
    if (topic.wanted(Group.NEIGHBOUR)) {
      topic.publish(Group.NEIGHBOUR, NeighbourRequests.describe(neighbour));
    }
  }
}
