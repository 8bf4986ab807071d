package dev.dejima.nft.type;

import static dev.dejima.nft.type.HeaderField.field;
import static dev.dejima.nft.type.HeaderField.number;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The headers that rules look into, with their fields and the numbers by which the header before
 * them announces them. Offsets count bits from the header's start.
 */
public enum Protocol {
  ETHER(
      "ether",
      Layer.LINK,
      field("daddr", Datatype.ETHER_ADDR, 0),
      field("saddr", Datatype.ETHER_ADDR, 48),
      field("type", Datatype.ETHER_TYPE, 96)),
  VLAN(
      "vlan",
      Layer.LINK,
      number("pcp", 0, 3),
      number("dei", 3, 1),
      number("id", 4, 12),
      field("type", Datatype.ETHER_TYPE, 16)),
  ARP(
      "arp",
      Layer.NETWORK,
      number("htype", 0, 16),
      field("ptype", Datatype.ETHER_TYPE, 16),
      number("hlen", 32, 8),
      number("plen", 40, 8),
      field("operation", Datatype.ARP_OP, 48),
      field("saddr ether", Datatype.ETHER_ADDR, 64),
      field("daddr ether", Datatype.ETHER_ADDR, 144),
      field("saddr ip", Datatype.IPV4_ADDR, 112),
      field("daddr ip", Datatype.IPV4_ADDR, 192)),
  IP(
      "ip",
      Layer.NETWORK,
      number("version", 0, 4),
      number("hdrlength", 4, 4),
      field("dscp", Datatype.DSCP, 8),
      field("ecn", Datatype.ECN, 14),
      number("length", 16, 16),
      number("id", 32, 16),
      number("frag-off", 48, 16),
      number("ttl", 64, 8),
      field("protocol", Datatype.INET_PROTO, 72),
      number("checksum", 80, 16),
      field("saddr", Datatype.IPV4_ADDR, 96),
      field("daddr", Datatype.IPV4_ADDR, 128)),
  IP6(
      "ip6",
      Layer.NETWORK,
      number("version", 0, 4),
      field("dscp", Datatype.DSCP, 4),
      field("ecn", Datatype.ECN, 10),
      number("flowlabel", 12, 20),
      number("length", 32, 16),
      field("nexthdr", Datatype.INET_PROTO, 48),
      number("hoplimit", 56, 8),
      field("saddr", Datatype.IPV6_ADDR, 64),
      field("daddr", Datatype.IPV6_ADDR, 192)),
  ICMP(
      "icmp",
      Layer.TRANSPORT,
      field("type", Datatype.ICMP_TYPE, 0),
      field("code", Datatype.ICMP_CODE, 8),
      number("checksum", 16, 16),
      number("id", 32, 16),
      number("sequence", 48, 16),
      number("gateway", 32, 32),
      number("mtu", 48, 16)),
  ICMPV6(
      "icmpv6",
      Layer.TRANSPORT,
      field("type", Datatype.ICMPV6_TYPE, 0),
      field("code", Datatype.ICMPV6_CODE, 8),
      number("checksum", 16, 16),
      number("parameter-problem", 32, 32),
      number("mtu", 32, 32),
      number("id", 32, 16),
      number("sequence", 48, 16),
      number("max-delay", 32, 16),
      field("taddr", Datatype.IPV6_ADDR, 64),
      field("daddr", Datatype.IPV6_ADDR, 192)),
  IGMP(
      "igmp",
      Layer.TRANSPORT,
      field("type", Datatype.IGMP_TYPE, 0),
      number("mrt", 8, 8),
      number("checksum", 16, 16),
      number("group", 32, 32)),
  TCP(
      "tcp",
      Layer.TRANSPORT,
      field("sport", Datatype.INET_SERVICE, 0),
      field("dport", Datatype.INET_SERVICE, 16),
      number("sequence", 32, 32),
      number("ackseq", 64, 32),
      number("doff", 96, 4),
      number("reserved", 100, 4),
      field("flags", Datatype.TCP_FLAG, 104),
      number("window", 112, 16),
      number("checksum", 128, 16),
      number("urgptr", 144, 16)),
  UDP(
      "udp",
      Layer.TRANSPORT,
      field("sport", Datatype.INET_SERVICE, 0),
      field("dport", Datatype.INET_SERVICE, 16),
      number("length", 32, 16),
      number("checksum", 48, 16)),
  UDPLITE(
      "udplite",
      Layer.TRANSPORT,
      field("sport", Datatype.INET_SERVICE, 0),
      field("dport", Datatype.INET_SERVICE, 16),
      number("csumcov", 32, 16),
      number("checksum", 48, 16)),
  SCTP(
      "sctp",
      Layer.TRANSPORT,
      field("sport", Datatype.INET_SERVICE, 0),
      field("dport", Datatype.INET_SERVICE, 16),
      number("vtag", 32, 32),
      number("checksum", 64, 32)),
  DCCP(
      "dccp",
      Layer.TRANSPORT,
      field("sport", Datatype.INET_SERVICE, 0),
      field("dport", Datatype.INET_SERVICE, 16),
      field("type", Datatype.DCCP_PKTTYPE, 67, 4)),
  AH(
      "ah",
      Layer.TRANSPORT,
      field("nexthdr", Datatype.INET_PROTO, 0),
      number("hdrlength", 8, 8),
      number("reserved", 16, 16),
      number("spi", 32, 32),
      number("sequence", 64, 32)),
  ESP("esp", Layer.TRANSPORT, number("spi", 0, 32), number("sequence", 32, 32)),
  COMP(
      "comp",
      Layer.TRANSPORT,
      field("nexthdr", Datatype.INET_PROTO, 0),
      number("flags", 8, 8),
      number("cpi", 16, 16)),
  /** What transport protocols with ports have in common. */
  TH(
      "th",
      Layer.TRANSPORT,
      field("sport", Datatype.INET_SERVICE, 0),
      field("dport", Datatype.INET_SERVICE, 16));

  /** Which header of a packet a protocol's is; the ordinal is the kernel's payload base. */
  public enum Layer {
    LINK,
    NETWORK,
    TRANSPORT
  }

  private final String word;
  private final Layer layer;

  @SuppressWarnings("ImmutableEnumChecker") // a copy of List.of, of records
  private final List<HeaderField> fields;

  Protocol(String word, Layer layer, HeaderField... fields) {
    this.word = word;
    this.layer = layer;
    this.fields = List.of(fields);
  }

  /** The protocol of a word; absent if there is none. */
  public static @Nullable Protocol named(String word) {
    for (Protocol protocol : values()) {
      if (protocol.word.equals(word)) {
        return protocol;
      }
    }
    return null;
  }

  /** The protocol that an Ethernet type announces; absent if none here. */
  public static @Nullable Protocol ofEtherType(int number) {
    return switch (number) {
      case 0x0800 -> IP;
      case 0x86dd -> IP6;
      case 0x0806 -> ARP;
      case 0x8100, 0x88a8 -> VLAN;
      default -> null;
    };
  }

  /** The protocol that an IP protocol number announces; absent if none here. */
  public static @Nullable Protocol ofIpProtocol(int number) {
    for (Protocol protocol : values()) {
      OptionalInt own = protocol.ipProtocol();
      if (own.isPresent() && own.getAsInt() == number) {
        return protocol;
      }
    }
    return null;
  }

  /** The number in an Ethernet header's type; empty if it has none. */
  public OptionalInt etherType() {
    return switch (this) {
      case IP -> OptionalInt.of(0x0800);
      case IP6 -> OptionalInt.of(0x86dd);
      case ARP -> OptionalInt.of(0x0806);
      case VLAN -> OptionalInt.of(0x8100);
      default -> OptionalInt.empty();
    };
  }

  /** The number in an IP header's protocol; empty if it has none. */
  public OptionalInt ipProtocol() {
    return switch (this) {
      case ICMP -> OptionalInt.of(1);
      case IGMP -> OptionalInt.of(2);
      case TCP -> OptionalInt.of(6);
      case UDP -> OptionalInt.of(17);
      case DCCP -> OptionalInt.of(33);
      case ESP -> OptionalInt.of(50);
      case AH -> OptionalInt.of(51);
      case ICMPV6 -> OptionalInt.of(58);
      case COMP -> OptionalInt.of(108);
      case SCTP -> OptionalInt.of(132);
      case UDPLITE -> OptionalInt.of(136);
      default -> OptionalInt.empty();
    };
  }

  /** nft's word for it. */
  public String word() {
    return word;
  }

  public Layer layer() {
    return layer;
  }

  public List<HeaderField> fields() {
    return fields;
  }

  /** The field of a name; absent if there is none. */
  public @Nullable HeaderField find(String name) {
    for (HeaderField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    return null;
  }
}
