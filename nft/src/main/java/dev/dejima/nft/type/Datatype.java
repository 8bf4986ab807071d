package dev.dejima.nft.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A data type of nft. The ordinal is the number that nft keeps in {@code NFTA_SET_KEY_TYPE}; a
 * concatenation's number holds its fields' numbers, six bits each, the first field highest.
 */
public enum Datatype {
  INVALID("invalid", 0, Order.NETWORK, Kind.INTEGER),
  VERDICT("verdict", 0, Order.NETWORK, Kind.VERDICT),
  NF_PROTO("nf_proto", 8, Order.HOST, Kind.SYMBOL),
  BITMASK("bitmask", 0, Order.NETWORK, Kind.BITMASK),
  INTEGER("integer", 0, Order.NETWORK, Kind.INTEGER),
  STRING("string", 0, Order.TEXT, Kind.STRING),
  LLADDR("ll_addr", 0, Order.NETWORK, Kind.LINK_ADDRESS),
  IPV4_ADDR("ipv4_addr", 32, Order.NETWORK, Kind.ADDRESS),
  IPV6_ADDR("ipv6_addr", 128, Order.NETWORK, Kind.ADDRESS),
  ETHER_ADDR("ether_addr", 48, Order.NETWORK, Kind.LINK_ADDRESS),
  ETHER_TYPE("ether_type", 16, Order.NETWORK, Kind.SYMBOL),
  ARP_OP("arp_op", 16, Order.NETWORK, Kind.SYMBOL),
  INET_PROTO("inet_proto", 8, Order.NETWORK, Kind.SYMBOL),
  INET_SERVICE("inet_service", 16, Order.NETWORK, Kind.SYMBOL),
  ICMP_TYPE("icmp_type", 8, Order.NETWORK, Kind.SYMBOL),
  TCP_FLAG("tcp_flag", 8, Order.NETWORK, Kind.BITMASK),
  DCCP_PKTTYPE("dccp_pkttype", 4, Order.NETWORK, Kind.SYMBOL),
  MH_TYPE("mh_type", 8, Order.NETWORK, Kind.SYMBOL),
  TIME("time", 64, Order.HOST, Kind.TIME),
  MARK("mark", 32, Order.HOST, Kind.SYMBOL),
  IFACE_INDEX("iface_index", 32, Order.HOST, Kind.INTERFACE_INDEX),
  IFACE_TYPE("iface_type", 16, Order.HOST, Kind.SYMBOL),
  REALM("realm", 32, Order.HOST, Kind.SYMBOL),
  CLASSID("classid", 32, Order.HOST, Kind.CLASSID),
  UID("uid", 32, Order.HOST, Kind.SYMBOL),
  GID("gid", 32, Order.HOST, Kind.SYMBOL),
  CT_STATE("ct_state", 32, Order.HOST, Kind.BITMASK),
  CT_DIR("ct_dir", 8, Order.HOST, Kind.SYMBOL),
  CT_STATUS("ct_status", 32, Order.HOST, Kind.BITMASK),
  ICMPV6_TYPE("icmpv6_type", 8, Order.NETWORK, Kind.SYMBOL),
  CT_LABEL("ct_label", 128, Order.HOST, Kind.BITMASK),
  PKT_TYPE("pkt_type", 8, Order.HOST, Kind.SYMBOL),
  ICMP_CODE("icmp_code", 8, Order.NETWORK, Kind.SYMBOL),
  ICMPV6_CODE("icmpv6_code", 8, Order.NETWORK, Kind.SYMBOL),
  ICMPX_CODE("icmpx_code", 8, Order.NETWORK, Kind.SYMBOL),
  DEVGROUP("devgroup", 32, Order.HOST, Kind.SYMBOL),
  DSCP("dscp", 6, Order.NETWORK, Kind.SYMBOL),
  ECN("ecn", 2, Order.NETWORK, Kind.SYMBOL),
  FIB_ADDRTYPE("fib_addrtype", 32, Order.HOST, Kind.SYMBOL),
  BOOLEAN("boolean", 1, Order.NETWORK, Kind.SYMBOL),
  CT_EVENT("ct_event", 32, Order.HOST, Kind.BITMASK),
  IFNAME("ifname", 128, Order.TEXT, Kind.STRING),
  IGMP_TYPE("igmp_type", 8, Order.NETWORK, Kind.SYMBOL),
  META_TIME("time", 64, Order.HOST, Kind.DATE),
  HOUR("hour", 32, Order.HOST, Kind.HOUR),
  DAY("day", 8, Order.HOST, Kind.SYMBOL),
  CGROUPSV2("cgroupsv2", 64, Order.HOST, Kind.INTEGER);

  /** The byte order of a type's values. */
  public enum Order {
    NETWORK,
    HOST,
    /** Text, padded with zeros; the machine's order plays no part. */
    TEXT
  }

  /** How values of a type are written. */
  public enum Kind {
    VERDICT,
    /** A number. */
    INTEGER,
    /** A number that may have a name. */
    SYMBOL,
    /** Bits that have names. */
    BITMASK,
    STRING,
    /** An IPv4 or IPv6 address. */
    ADDRESS,
    LINK_ADDRESS,
    /** Milliseconds, written with units. */
    TIME,
    /** The number of an interface, written by its name. */
    INTERFACE_INDEX,
    /** A traffic control handle, {@code major:minor}. */
    CLASSID,
    /** Nanoseconds since 1970, written as a date. */
    DATE,
    /** Seconds since midnight UTC, written as a time of the local day. */
    HOUR
  }

  private static final int NUMBER_BITS = 6;
  private final String word;
  private final int bits;
  private final Order order;
  private final Kind kind;

  Datatype(String word, int bits, Order order, Kind kind) {
    this.word = word;
    this.bits = bits;
    this.order = order;
    this.kind = kind;
  }

  /** The type of a number; {@code INTEGER} for one that is unknown. */
  public static Datatype of(int number) {
    return number > 0 && number < values().length ? values()[number] : INTEGER;
  }

  /** The type that a set declaration calls by this word; absent if none. */
  public static @Nullable Datatype named(String word) {
    for (Datatype type : values()) {
      if (type.word.equals(word) && type != META_TIME && type != INVALID) {
        return type;
      }
    }
    return word.equals("ether_proto") ? ETHER_TYPE : null;
  }

  /** The number of a key of these fields. */
  public static int number(List<Datatype> fields) {
    int number = 0;
    for (Datatype field : fields) {
      number = number << NUMBER_BITS | field.ordinal();
    }
    return number;
  }

  /** The fields that a key type's number stands for; one for a plain type. */
  public static List<Datatype> fields(int number) {
    List<Datatype> fields = new ArrayList<>();
    for (int rest = number; rest != 0; rest >>>= NUMBER_BITS) {
      fields.add(of(rest & (1 << NUMBER_BITS) - 1));
    }
    Collections.reverse(fields);
    return fields;
  }

  /** The word that a set declaration uses. */
  public String word() {
    return word;
  }

  /** Bits of a value; 0 where that depends on the field. */
  public int bits() {
    return bits;
  }

  /** The byte order of values. */
  public Order order() {
    return order;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether numbers of the type are in the host's byte order. */
  public boolean host() {
    return order == Order.HOST;
  }

  /** nft's description of the type, for messages. */
  public String description() {
    return switch (this) {
      case IPV4_ADDR -> "IPv4 address";
      case IPV6_ADDR -> "IPv6 address";
      case ETHER_ADDR -> "Ethernet address";
      case ETHER_TYPE -> "Ethernet protocol";
      case INET_PROTO -> "Internet protocol";
      case INET_SERVICE -> "internet network service";
      case ICMP_TYPE -> "ICMP type";
      case ICMPV6_TYPE -> "ICMPv6 type";
      case ICMP_CODE -> "ICMP code";
      case ICMPV6_CODE -> "ICMPv6 code";
      case TCP_FLAG -> "TCP flag";
      case MARK -> "packet mark";
      case IFACE_INDEX -> "network interface index";
      case IFACE_TYPE -> "network interface type";
      case IFNAME -> "network interface name";
      case CT_STATE -> "conntrack state";
      case CT_DIR -> "conntrack direction";
      case CT_STATUS -> "conntrack status";
      case CT_LABEL -> "conntrack label";
      case CT_EVENT -> "conntrack event bits";
      case PKT_TYPE -> "packet type";
      case NF_PROTO -> "netfilter protocol";
      case ARP_OP -> "ARP operation";
      case DSCP -> "Differentiated Services Code Point";
      case ECN -> "Explicit Congestion Notification";
      case LLADDR -> "link layer address";
      case TIME -> "relative time";
      case META_TIME -> "Relative time of packet reception";
      case HOUR -> "Hour of day of packet reception";
      case DAY -> "Day of week of packet reception";
      case DEVGROUP -> "devgroup name";
      case UID -> "user ID";
      case GID -> "group ID";
      case REALM -> "routing realm";
      case BOOLEAN -> "boolean type";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}
