package dev.dejima.nft.syntax;

import static dev.dejima.nft.syntax.DataType.ARP_OP;
import static dev.dejima.nft.syntax.DataType.BITMASK;
import static dev.dejima.nft.syntax.DataType.DCCP_PKTTYPE;
import static dev.dejima.nft.syntax.DataType.ETHER_ADDR;
import static dev.dejima.nft.syntax.DataType.ETHER_TYPE;
import static dev.dejima.nft.syntax.DataType.ICMPV6_CODE;
import static dev.dejima.nft.syntax.DataType.ICMPV6_TYPE;
import static dev.dejima.nft.syntax.DataType.ICMP_CODE;
import static dev.dejima.nft.syntax.DataType.ICMP_TYPE;
import static dev.dejima.nft.syntax.DataType.IGMP_TYPE;
import static dev.dejima.nft.syntax.DataType.INET_PROTO;
import static dev.dejima.nft.syntax.DataType.INET_SERVICE;
import static dev.dejima.nft.syntax.DataType.INTEGER;
import static dev.dejima.nft.syntax.DataType.IPV4_ADDR;
import static dev.dejima.nft.syntax.DataType.IPV6_ADDR;
import static dev.dejima.nft.syntax.DataType.TCP_FLAG;

import dev.dejima.nft.expr.Payload.Base;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The headers whose fields the language knows. Offsets and lengths are in bits, as in the RFC of
 * each protocol.
 */
public enum Protocol {
  ETHER(
      "ether",
      Base.LINK,
      field("daddr", 0, 48, ETHER_ADDR),
      field("saddr", 48, 48, ETHER_ADDR),
      field("type", 96, 16, ETHER_TYPE)),
  /** Behind the addresses and the type of the Ethernet header, 112 bits after its start. */
  VLAN(
      "vlan",
      Base.LINK,
      field("pcp", 0, 3, INTEGER),
      field("dei", 3, 1, INTEGER),
      field("cfi", 3, 1, INTEGER),
      field("id", 4, 12, INTEGER),
      field("type", 16, 16, ETHER_TYPE)),
  ARP(
      "arp",
      Base.NETWORK,
      field("htype", 0, 16, INTEGER),
      field("ptype", 16, 16, ETHER_TYPE),
      field("hlen", 32, 8, INTEGER),
      field("plen", 40, 8, INTEGER),
      field("operation", 48, 16, ARP_OP),
      field("saddr ether", 64, 48, ETHER_ADDR),
      field("saddr ip", 112, 32, IPV4_ADDR),
      field("daddr ether", 144, 48, ETHER_ADDR),
      field("daddr ip", 192, 32, IPV4_ADDR)),
  IP(
      "ip",
      Base.NETWORK,
      field("version", 0, 4, INTEGER),
      field("hdrlength", 4, 4, INTEGER),
      field("dscp", 8, 6, DataType.DSCP),
      field("ecn", 14, 2, DataType.ECN),
      field("length", 16, 16, INTEGER),
      field("id", 32, 16, INTEGER),
      field("frag-off", 48, 16, INTEGER),
      field("ttl", 64, 8, INTEGER),
      field("protocol", 72, 8, INET_PROTO),
      field("checksum", 80, 16, INTEGER),
      field("saddr", 96, 32, IPV4_ADDR),
      field("daddr", 128, 32, IPV4_ADDR)),
  IP6(
      "ip6",
      Base.NETWORK,
      field("version", 0, 4, INTEGER),
      field("dscp", 4, 6, DataType.DSCP),
      field("ecn", 10, 2, DataType.ECN),
      field("flowlabel", 12, 20, INTEGER),
      field("length", 32, 16, INTEGER),
      field("nexthdr", 48, 8, INET_PROTO),
      field("hoplimit", 56, 8, INTEGER),
      field("saddr", 64, 128, IPV6_ADDR),
      field("daddr", 192, 128, IPV6_ADDR)),
  ICMP(
      "icmp",
      Base.TRANSPORT,
      field("type", 0, 8, ICMP_TYPE),
      field("code", 8, 8, ICMP_CODE),
      field("checksum", 16, 16, INTEGER),
      field("id", 32, 16, INTEGER),
      field("sequence", 48, 16, INTEGER),
      field("gateway", 32, 32, INTEGER),
      field("mtu", 48, 16, INTEGER)),
  ICMPV6(
      "icmpv6",
      Base.TRANSPORT,
      field("type", 0, 8, ICMPV6_TYPE),
      field("code", 8, 8, ICMPV6_CODE),
      field("checksum", 16, 16, INTEGER),
      field("parameter-problem", 32, 32, INTEGER),
      field("mtu", 32, 32, INTEGER),
      field("id", 32, 16, INTEGER),
      field("sequence", 48, 16, INTEGER),
      field("max-delay", 32, 16, INTEGER),
      field("taddr", 64, 128, IPV6_ADDR),
      field("daddr", 192, 128, IPV6_ADDR)),
  IGMP(
      "igmp",
      Base.TRANSPORT,
      field("type", 0, 8, IGMP_TYPE),
      field("mrt", 8, 8, INTEGER),
      field("checksum", 16, 16, INTEGER),
      field("group", 32, 32, INTEGER)),
  TCP(
      "tcp",
      Base.TRANSPORT,
      field("sport", 0, 16, INET_SERVICE),
      field("dport", 16, 16, INET_SERVICE),
      field("sequence", 32, 32, INTEGER),
      field("ackseq", 64, 32, INTEGER),
      field("doff", 96, 4, INTEGER),
      field("reserved", 100, 4, INTEGER),
      field("flags", 104, 8, TCP_FLAG),
      field("window", 112, 16, INTEGER),
      field("checksum", 128, 16, INTEGER),
      field("urgptr", 144, 16, INTEGER)),
  UDP(
      "udp",
      Base.TRANSPORT,
      field("sport", 0, 16, INET_SERVICE),
      field("dport", 16, 16, INET_SERVICE),
      field("length", 32, 16, INTEGER),
      field("checksum", 48, 16, INTEGER)),
  UDPLITE(
      "udplite",
      Base.TRANSPORT,
      field("sport", 0, 16, INET_SERVICE),
      field("dport", 16, 16, INET_SERVICE),
      field("csumcov", 32, 16, INTEGER),
      field("checksum", 48, 16, INTEGER)),
  SCTP(
      "sctp",
      Base.TRANSPORT,
      field("sport", 0, 16, INET_SERVICE),
      field("dport", 16, 16, INET_SERVICE),
      field("vtag", 32, 32, INTEGER),
      field("checksum", 64, 32, INTEGER)),
  DCCP(
      "dccp",
      Base.TRANSPORT,
      field("sport", 0, 16, INET_SERVICE),
      field("dport", 16, 16, INET_SERVICE),
      field("type", 67, 4, DCCP_PKTTYPE)),
  /** The ports of any protocol that has them where TCP has. */
  TH(
      "th",
      Base.TRANSPORT,
      field("sport", 0, 16, INET_SERVICE),
      field("dport", 16, 16, INET_SERVICE)),
  AH(
      "ah",
      Base.TRANSPORT,
      field("nexthdr", 0, 8, INET_PROTO),
      field("hdrlength", 8, 8, INTEGER),
      field("reserved", 16, 16, INTEGER),
      field("spi", 32, 32, INTEGER),
      field("sequence", 64, 32, INTEGER)),
  ESP("esp", Base.TRANSPORT, field("spi", 0, 32, INTEGER), field("sequence", 32, 32, INTEGER)),
  COMP(
      "comp",
      Base.TRANSPORT,
      field("nexthdr", 0, 8, INET_PROTO),
      field("flags", 8, 8, BITMASK),
      field("cpi", 16, 16, INTEGER)),
  GRE(
      "gre",
      Base.TRANSPORT,
      field("flags", 0, 5, INTEGER),
      field("version", 13, 3, INTEGER),
      field("protocol", 16, 16, ETHER_TYPE)),
  /** GRE that carries frames with an Ethernet header. */
  GRETAP("gretap", Base.TRANSPORT),
  VXLAN("vxlan", Base.TUNNEL, field("flags", 0, 8, BITMASK), field("vni", 32, 24, INTEGER)),
  GENEVE("geneve", Base.TUNNEL, field("type", 16, 16, ETHER_TYPE), field("vni", 32, 24, INTEGER));

  private static final Map<String, Protocol> BY_WORD = new HashMap<>();

  static {
    for (Protocol protocol : values()) {
      BY_WORD.put(protocol.word, protocol);
    }
  }

  private final String word;
  private final Base base;

  @SuppressWarnings("ImmutableEnumChecker") // Stream.toList is unmodifiable
  private final List<HeaderField> fields;

  Protocol(String word, Base base, Layout... layouts) {
    this.word = word;
    this.base = base;
    this.fields =
        Stream.of(layouts)
            .map(l -> new HeaderField(this, l.name, l.offset, l.length, l.type))
            .toList();
  }

  private record Layout(String name, int offset, int length, DataType type) {}

  private static Layout field(String name, int offset, int length, DataType type) {
    return new Layout(name, offset, length, type);
  }

  /** The protocol of a word; null if none has it. */
  public static @Nullable Protocol named(String word) {
    return BY_WORD.get(word);
  }

  /** Its name in the language. */
  public String word() {
    return word;
  }

  /** The header that it stands at, or for vlan within. */
  public Base base() {
    return base;
  }

  /** Whether it carries packets with headers of their own. */
  public boolean isTunnel() {
    return switch (this) {
      case GRE, GRETAP, VXLAN, GENEVE -> true;
      default -> false;
    };
  }

  public List<HeaderField> fields() {
    return fields;
  }

  /** The field of a name; null if it has none such. */
  public @Nullable HeaderField field(String name) {
    for (HeaderField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    return null;
  }
}
