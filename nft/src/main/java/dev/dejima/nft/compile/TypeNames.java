package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.DataType;
import java.util.List;
import java.util.stream.Collectors;

/** What nft's messages call the types. */
final class TypeNames {
  private TypeNames() {}

  /** One type. */
  static String description(DataType type) {
    return switch (type) {
      case VERDICT -> "netfilter verdict";
      case NFPROTO -> "netfilter protocol";
      case LL_ADDR -> "link layer address";
      case IPV4_ADDR -> "IPv4 address";
      case IPV6_ADDR -> "IPv6 address";
      case ETHER_ADDR -> "Ethernet address";
      case ETHER_TYPE -> "Ethernet protocol";
      case ARP_OP -> "ARP operation";
      case INET_PROTO -> "Internet protocol";
      case INET_SERVICE -> "internet network service";
      case ICMP_TYPE -> "ICMP type";
      case TCP_FLAG -> "TCP flag";
      case DCCP_PKTTYPE -> "DCCP packet type";
      case MH_TYPE -> "Mobility Header Type";
      case MPTCP_SUBTYPE -> "mptcp option subtype";
      case TIME -> "relative time";
      case MARK -> "packet mark";
      case IFACE_INDEX -> "network interface index";
      case IFACE_TYPE -> "network interface type";
      case REALM -> "routing realm";
      case CLASSID -> "TC classid";
      case UID -> "user ID";
      case GID -> "group ID";
      case CT_STATE -> "conntrack state";
      case CT_DIR -> "conntrack direction";
      case CT_STATUS -> "conntrack status";
      case ICMPV6_TYPE -> "ICMPv6 type";
      case CT_LABEL -> "conntrack label";
      case PKT_TYPE -> "packet type";
      case ICMP_CODE -> "icmp code";
      case ICMPV6_CODE -> "icmpv6 code";
      case ICMPX_CODE -> "icmpx code";
      case DEVGROUP -> "devgroup name";
      case DSCP -> "Differentiated Services Code Point";
      case ECN -> "Explicit Congestion Notification";
      case BOOLEAN -> "boolean type";
      case CT_EVENT -> "conntrack event bits";
      case IFNAME -> "network interface name";
      case FIB_ADDRTYPE -> "fib address type";
      case CGROUPV2 -> "cgroupsv2 path";
      case IGMP_TYPE -> "IGMP type";
      case TIME_DATE -> "Relative time of packet reception";
      case TIME_HOUR -> "Hour of day of packet reception";
      case TIME_DAY -> "Day of week of packet reception";
      default -> type.word();
    };
  }

  /** A key of one field or several. */
  static String description(List<ValueType> fields) {
    if (fields.size() == 1) {
      return description(fields.getFirst().data());
    }
    return fields.stream()
        .map(field -> description(field.data()))
        .collect(Collectors.joining(", ", "concatenation of (", ")"));
  }
}
