package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink.Group;
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
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** NETLINK_ROUTE ({@code linux/rtnetlink.h}, rtnetlink(7)). */
public final class RouteCodec implements Codec<RouteMessage> {
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_SETLINK = 19;
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;
  static final int RTM_NEWROUTE = 24;
  static final int RTM_DELROUTE = 25;
  static final int RTM_GETROUTE = 26;
  static final int RTM_NEWNEIGH = 28;
  static final int RTM_DELNEIGH = 29;
  static final int RTM_GETNEIGH = 30;
  static final int RTM_NEWRULE = 32;
  static final int RTM_DELRULE = 33;
  static final int RTM_GETRULE = 34;

  private static final int RTM_NEWNSID = 88;
  private static final int RTM_GETNSID = 90;
  private static final int NETNSA_NSID = 1;
  private static final int NETNSA_FD = 3;
  private static final int RTGENMSG = 4;

  private static final int NETLINK_ROUTE = 0;
  private static final int RTNLGRP_LINK = 1;
  private static final int RTNLGRP_NEIGH = 3;
  private static final int RTNLGRP_IPV4_IFADDR = 5;
  private static final int RTNLGRP_IPV4_ROUTE = 7;
  private static final int RTNLGRP_IPV6_IFADDR = 9;
  private static final int RTNLGRP_IPV6_ROUTE = 11;

  private final LinkCodec links;

  /**
   * A codec.
   *
   * @param descriptor the file descriptor of a namespace
   */
  public RouteCodec(ToIntFunction<Namespace> descriptor) {
    links = new LinkCodec(descriptor);
  }

  @Override
  public int protocol() {
    return NETLINK_ROUTE;
  }

  @Override
  public List<NetlinkMessage> encode(RouteMessage message) throws KernelException {
    return List.of(
        switch (message) {
          case NewLink link -> links.encode(link);
          case DelLink link -> links.encode(link);
          case GetLinks _ -> links.get();
          case SetBridgePort port -> links.encode(port);
          case NewAddress address -> AddressCodec.encode(address);
          case DelAddress address -> AddressCodec.encode(address);
          case GetAddresses get -> AddressCodec.get(get.version());
          case NewRoute route -> RouteEntryCodec.encode(route);
          case DelRoute route -> RouteEntryCodec.encode(route);
          case GetRoutes get -> RouteEntryCodec.get(get);
          case GetRoute get -> RouteEntryCodec.get(get);
          case NewRoutingRule(RoutingRule rule, var mode) ->
              RoutingRuleCodec.encode(RTM_NEWRULE, rule, Codec.bits(mode));
          case DelRoutingRule(RoutingRule rule) -> RoutingRuleCodec.encode(RTM_DELRULE, rule, 0);
          case GetRoutingRules get -> RoutingRuleCodec.get(get);
          case FoundRoute _ -> throw new KernelException(Errno.EOPNOTSUPP);
          case NewNeighbour neighbour -> NeighbourCodec.encode(neighbour);
          case DelNeighbour neighbour -> NeighbourCodec.encode(neighbour);
          case GetNeighbours get -> NeighbourCodec.get(get.version());
          case NewFdbEntry entry -> FdbCodec.encode(entry);
          case DelFdbEntry entry -> FdbCodec.encode(entry);
          case GetFdbEntries _ -> FdbCodec.get();
        });
  }

  /** Asks what number a namespace has in the socket's own. */
  public static NetlinkMessage getNamespaceId(int descriptor) {
    AttributeEncoder out = new AttributeEncoder().raw32(0).u32(NETNSA_FD, descriptor);
    return new NetlinkMessage(RTM_GETNSID, 0, out.toBytes());
  }

  /** The number that the answer tells; -1 if it has none. */
  public static int namespaceId(NetlinkMessage answer) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(answer.payload(), RTGENMSG);
    int id = -1;
    while (in.next()) {
      if (in.type() == NETNSA_NSID) {
        id = in.u32();
      }
    }
    in.check();
    return id;
  }

  @Override
  public boolean isDump(RouteMessage message) {
    return !(message instanceof GetRoute);
  }

  @Override
  public @Nullable RouteMessage decode(RouteMessage request, NetlinkMessage answer)
      throws MalformedException {
    boolean one = request instanceof GetRoute(_, _, _, _, _, _, _, _, _, boolean whole) && !whole;
    return one && answer.type() == RTM_NEWROUTE
        ? RouteEntryCodec.decodeFound(answer.payload())
        : decode(answer);
  }

  @Override
  public @Nullable RouteMessage decode(NetlinkMessage message) throws MalformedException {
    byte[] payload = message.payload();
    return switch (message.type()) {
      case RTM_NEWLINK -> LinkCodec.decode(payload, message.flags());
      case RTM_DELLINK -> LinkCodec.decodeDeleted(payload);
      case RTM_NEWADDR -> AddressCodec.decode(payload, message.flags());
      case RTM_DELADDR -> AddressCodec.decodeDeleted(payload);
      case RTM_NEWROUTE -> RouteEntryCodec.decode(payload, message.flags());
      case RTM_DELROUTE -> RouteEntryCodec.decodeDeleted(payload);
      case RTM_NEWNEIGH ->
          FdbCodec.isFdb(payload)
              ? FdbCodec.decode(payload, message.flags())
              : NeighbourCodec.decode(payload, message.flags());
      case RTM_DELNEIGH ->
          FdbCodec.isFdb(payload)
              ? FdbCodec.decodeDeleted(payload)
              : NeighbourCodec.decodeDeleted(payload);
      case RTM_NEWRULE -> new NewRoutingRule(RoutingRuleCodec.decode(payload), Set.of());
      case RTM_DELRULE -> new DelRoutingRule(RoutingRuleCodec.decode(payload));
      default -> null;
    };
  }

  @Override
  public List<Integer> groups(Group group) {
    return switch (group) {
      case LINK -> List.of(RTNLGRP_LINK);
      case ADDRESS -> List.of(RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR);
      case ROUTE -> List.of(RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE);
      case NEIGHBOUR -> List.of(RTNLGRP_NEIGH);
      case NFTABLES,
          NFTRACE,
          CONNTRACK_NEW,
          CONNTRACK_UPDATE,
          CONNTRACK_DESTROY,
          EXPECTATION_NEW,
          EXPECTATION_DESTROY ->
          List.of();
    };
  }

  @Override
  public String typeName(int type) {
    return switch (type) {
      case RTM_NEWLINK -> "RTM_NEWLINK";
      case RTM_DELLINK -> "RTM_DELLINK";
      case RTM_GETLINK -> "RTM_GETLINK";
      case RTM_SETLINK -> "RTM_SETLINK";
      case RTM_NEWADDR -> "RTM_NEWADDR";
      case RTM_DELADDR -> "RTM_DELADDR";
      case RTM_GETADDR -> "RTM_GETADDR";
      case RTM_NEWROUTE -> "RTM_NEWROUTE";
      case RTM_DELROUTE -> "RTM_DELROUTE";
      case RTM_GETROUTE -> "RTM_GETROUTE";
      case RTM_NEWNEIGH -> "RTM_NEWNEIGH";
      case RTM_DELNEIGH -> "RTM_DELNEIGH";
      case RTM_GETNEIGH -> "RTM_GETNEIGH";
      case RTM_NEWRULE -> "RTM_NEWRULE";
      case RTM_DELRULE -> "RTM_DELRULE";
      case RTM_GETRULE -> "RTM_GETRULE";
      case RTM_NEWNSID -> "RTM_NEWNSID";
      case RTM_GETNSID -> "RTM_GETNSID";
      default -> "RTM_" + type;
    };
  }

  /** {@code AF_*} of an IP version; AF_UNSPEC for 0. */
  static int family(int version) {
    return switch (version) {
      case 4 -> 2;
      case 6 -> 10;
      default -> 0;
    };
  }
}
