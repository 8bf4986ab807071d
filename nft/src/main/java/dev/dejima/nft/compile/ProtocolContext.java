package dev.dejima.nft.compile;

import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a packet's protocols at a point in a rule, from its family and the matches so
 * far, and the matches that looking into a header implies. A header field means nothing unless the
 * packet has that header: {@code tcp dport} implies {@code meta l4proto tcp}.
 *
 * <p>Where several matches could tell, nft chooses by family: inet asks the hook's family, netdev
 * and bridge the frame's protocol, and all of them the Ethernet or VLAN header once a rule has
 * looked there. The decompiler follows the same knowledge to leave such matches out again.
 */
public final class ProtocolContext {
  /** Bits of an Ethernet header, and of each VLAN tag behind it. */
  private static final int ETHERNET_BITS = 112;

  private static final int TAG_BITS = 32;
  private static final int ARPHRD_ETHER = 1;

  private final Family family;
  private @Nullable Protocol link;
  private @Nullable Protocol network;
  private @Nullable Protocol transport;
  private boolean networkFromLink;

  /** A transport protocol that an earlier match let pass, where a later one wants another. */
  private @Nullable Protocol earlier;

  private boolean transportMatched;
  private List<BigInteger> transports = List.of();
  private List<BigInteger> icmpTypes = List.of();
  private int linkOffset;
  private @Nullable ProtocolContext inner;
  private @Nullable Protocol tunnel;

  /** Nothing but the family is known. */
  public ProtocolContext(Family family) {
    this.family = family;
    this.network =
        switch (family) {
          case IP -> Protocol.IP;
          case IP6 -> Protocol.IP6;
          case ARP -> Protocol.ARP;
          default -> null;
        };
    this.link = family == Family.BRIDGE ? Protocol.ETHER : null;
  }

  /**
   * What is known of the packet that a tunnel carries: at first that it is a frame, as in the
   * bridge family. The same for all tunnels of a rule.
   */
  public ProtocolContext inside(Protocol carrier) {
    ProtocolContext context = inner == null ? new ProtocolContext(Family.BRIDGE) : inner;
    context.tunnel = carrier;
    inner = context;
    return context;
  }

  /** The tunnel that the packet is carried in; absent outside any. */
  public @Nullable Protocol tunnel() {
    return tunnel;
  }

  /** The match that looking into a tunnel implies; null if none is missing. */
  Step.@Nullable Compare missingTunnel(Protocol carrier, Span span) {
    if (carrier.base() == Payload.Base.TUNNEL) {
      if (transport == null) {
        throw new CompileException(span, "no transport protocol specified");
      }
      if (transport != Protocol.UDP) {
        throw new CompileException(span, "unexpected transport protocol " + transport.word());
      }
      return null;
    }
    if (transport != null) {
      return null;
    }
    transport = carrier;
    transportMatched = true;
    return metaEquals(MetaKey.L4PROTO, ipProtocol(Protocol.GRE));
  }

  private static @Nullable Protocol tunnel(Term term) {
    return switch (term) {
      case Term.Field field -> field.tunnel();
      case Term.Meta meta -> meta.tunnel();
      default -> null;
    };
  }

  /** The network protocol; absent where it may be any. */
  public @Nullable Protocol network() {
    return network;
  }

  /** The transport protocol; absent where it may be any. */
  public @Nullable Protocol transport() {
    return transport;
  }

  /** The link protocol; absent where it may be any. */
  public @Nullable Protocol link() {
    return link;
  }

  /** Whether some transport protocol has been asked for. */
  public boolean transportMatched() {
    return transportMatched || transport != null;
  }

  /** The ICMP or ICMPv6 types that the rule has let pass; none if it has not asked. */
  public List<BigInteger> icmpTypes() {
    return icmpTypes;
  }

  /** Where a field of a header begins, in bits from the start of its layer. */
  public int offset(HeaderField field) {
    return field.offset() + (field.protocol() == Protocol.VLAN ? vlanOffset() : 0);
  }

  /** Where the last VLAN tag begins. */
  int vlanOffset() {
    return Math.max(linkOffset, ETHERNET_BITS);
  }

  /** The next match that looking into a protocol's header implies; null once none is missing. */
  Step.@Nullable Compare missing(Protocol protocol, Span span) {
    return switch (protocol.base()) {
      case LINK -> missingLink(protocol, span);
      case NETWORK -> missingNetwork(protocol, span);
      default -> missingTransport(protocol, span);
    };
  }

  private Step.@Nullable Compare missingLink(Protocol protocol, Span span) {
    if (link == null) {
      return metaEquals(MetaKey.IIFTYPE, ARPHRD_ETHER);
    }
    if (protocol != Protocol.VLAN || link == Protocol.VLAN) {
      return null;
    }
    if (networkFromLink) {
      throw conflict(network, protocol, span);
    }
    return linkTypeEquals(0x8100);
  }

  private Step.@Nullable Compare missingNetwork(Protocol protocol, Span span) {
    if (network == protocol) {
      return null;
    }
    if (network != null) {
      throw conflict(network, protocol, span);
    }
    if (family == Family.INET && protocol == Protocol.ARP) {
      throw new CompileException(span, "conflicting protocols specified: inet vs. arp");
    }
    int type = etherType(protocol);
    boolean explicit = link == Protocol.VLAN || (link == Protocol.ETHER && family != Family.BRIDGE);
    if (explicit || (family == Family.BRIDGE && protocol == Protocol.ARP)) {
      return linkTypeEquals(type);
    }
    return family == Family.INET && protocol != Protocol.ARP
        ? metaEquals(
            MetaKey.NFPROTO, protocol == Protocol.IP ? Family.IP.number() : Family.IP6.number())
        : metaEquals(MetaKey.PROTOCOL, type);
  }

  /**
   * The next match that looking into what only one network protocol has implies, an option or an
   * extension header; null once none is missing.
   */
  Step.@Nullable Compare missingCarrier(Protocol carrier, Span span) {
    if (network != null && network != carrier) {
      throw new CompileException(span, "cannot use exthdr with " + network.word());
    }
    return network == null && link == Protocol.ETHER
        ? linkTypeEquals(etherType(carrier))
        : missingNetwork(carrier, span);
  }

  private Step.@Nullable Compare missingTransport(Protocol protocol, Span span) {
    if (earlier != null && protocol != Protocol.TH) {
      Protocol known = earlier == protocol ? transport : earlier;
      throw new CompileException(
          span,
          "conflicting protocols specified: %s vs. %s"
              .formatted(known == null ? "unknown" : known.word(), protocol.word()));
    }
    if (transport == protocol || protocol == Protocol.TH) {
      return null;
    }
    int number = ipProtocol(protocol);
    if (transport != null) {
      throw conflict(transport, protocol, span);
    }
    if (family == Family.ARP) {
      throw new CompileException(
          span, "conflicting protocols specified: arp vs. " + protocol.word());
    }
    for (BigInteger other : transports) {
      Protocol known = ofIpProtocol(other.intValue());
      if (known != null && known != protocol) {
        throw conflict(known, protocol, span);
      }
    }
    Protocol carrier = carrier(protocol);
    if (network == null && carrier != null) {
      boolean framed = tunnel == null || Tunnels.hasLink(tunnel);
      return family == Family.BRIDGE && framed
          ? linkTypeEquals(etherType(carrier))
          : missingNetwork(carrier, span);
    }
    return metaEquals(MetaKey.L4PROTO, number);
  }

  /** The only network protocol that carries a protocol; absent where both do. */
  public static @Nullable Protocol carrier(@Nullable Protocol protocol) {
    return protocol == Protocol.ICMP || protocol == Protocol.IGMP
        ? Protocol.IP
        : protocol == Protocol.ICMPV6 ? Protocol.IP6 : null;
  }

  private static CompileException conflict(@Nullable Protocol known, Protocol other, Span span) {
    return new CompileException(
        span,
        "conflicting "
            + layer(other)
            + " layer protocols specified: "
            + (known == null ? "unknown" : known.word())
            + " vs. "
            + other.word());
  }

  private static String layer(Protocol protocol) {
    return switch (protocol.base()) {
      case LINK -> "link";
      case NETWORK -> "network";
      default -> "transport";
    };
  }

  private Step.Compare metaEquals(MetaKey key, long value) {
    return new Step.Compare(new Term.Meta(key, tunnel), CmpOp.EQ, BigInteger.valueOf(value));
  }

  private Step.Compare linkTypeEquals(int type) {
    HeaderField field =
        Objects.requireNonNull(
            (link == Protocol.VLAN ? Protocol.VLAN : Protocol.ETHER).field("type"));
    Term left = new Term.Field(Payload.Base.LINK, offset(field), ValueType.of(field), tunnel);
    return new Step.Compare(left, CmpOp.EQ, BigInteger.valueOf(type));
  }

  /** Takes note of a match of a meta key that only lets one value pass. */
  public void learn(MetaKey key, BigInteger value) {
    learn(new Term.Meta(key, tunnel), value);
  }

  /** Takes note of a match of octets of the packet that only lets one value pass. */
  public void learn(Payload.Base base, int offset, ValueType type, BigInteger value) {
    learn(new Term.Field(base, offset, type, tunnel), value);
  }

  /** Takes note of a match of a meta key that lets several values pass. */
  public void learnAny(MetaKey key, List<BigInteger> values) {
    learnAny(new Term.Meta(key, tunnel), values);
  }

  /** Takes note of a match of octets of the packet that lets several values pass. */
  public void learnAny(Payload.Base base, int offset, ValueType type, List<BigInteger> values) {
    learnAny(new Term.Field(base, offset, type, tunnel), values);
  }

  /** Takes note of a match that only lets one value pass. */
  void learn(Term left, BigInteger value) {
    Protocol carrier = tunnel(left);
    if (carrier != null && tunnel == null) {
      inside(carrier).learn(left, value);
      return;
    }
    switch (left) {
      case Term.Meta(MetaKey key, Protocol _) -> learnMeta(key, value.intValue());
      case Term.Field field -> learnField(field, value);
      default -> {}
    }
  }

  /** Takes note of a match that lets several values pass. */
  void learnAny(Term left, List<BigInteger> values) {
    Protocol carrier = tunnel(left);
    if (carrier != null && tunnel == null) {
      inside(carrier).learnAny(left, values);
      return;
    }
    boolean protocol =
        (left instanceof Term.Meta(MetaKey key, Protocol _) && key == MetaKey.L4PROTO)
            || (left instanceof Term.Field field && isProtocolField(field));
    if (protocol) {
      transportMatched = true;
      transports = List.copyOf(values);
    } else if (left instanceof Term.Field field && isIcmpType(field)) {
      icmpTypes = List.copyOf(values);
    }
  }

  /** Takes note of the last value that a set lets pass: nft goes on with that network protocol. */
  void learnLast(Term left, BigInteger value) {
    if (network != null || tunnel(left) != null) {
      return;
    }
    boolean framed = family == Family.NETDEV || family == Family.BRIDGE;
    network =
        switch (left) {
          case Term.Meta(MetaKey key, Protocol _) when key == MetaKey.NFPROTO ->
              ofFamily(value.intValue());
          case Term.Meta(MetaKey key, Protocol _) when key == MetaKey.PROTOCOL && framed ->
              networkOf(value.intValue());
          case Term.Field field when field.base() == Payload.Base.LINK && isLinkType(field) ->
              networkOf(value.intValue());
          default -> null;
        };
  }

  private static @Nullable Protocol ofFamily(int number) {
    return number == Family.IP.number()
        ? Protocol.IP
        : number == Family.IP6.number() ? Protocol.IP6 : null;
  }

  private void learnMeta(MetaKey key, int value) {
    switch (key) {
      case NFPROTO -> {
        if (network == null) {
          network = ofFamily(value);
        }
      }
      case PROTOCOL -> {
        if (network == null && (family == Family.NETDEV || family == Family.BRIDGE)) {
          network = networkOf(value);
        }
      }
      case IIFTYPE -> {
        if (value == ARPHRD_ETHER && link == null) {
          link = Protocol.ETHER;
        }
      }
      case L4PROTO -> learnTransport(value);
      default -> {}
    }
  }

  private void learnTransport(int number) {
    transportMatched = true;
    Protocol known = ofIpProtocol(number);
    if (known != null) {
      earlier = transport != null && transport != known ? transport : earlier;
      transport = known;
    }
  }

  private void learnField(Term.Field field, BigInteger value) {
    if (field.base() == Payload.Base.LINK && isLinkType(field)) {
      learnLinkType(value.intValue());
    } else if (isProtocolField(field)) {
      learnTransport(value.intValue());
    } else if (isIcmpType(field)) {
      icmpTypes = List.of(value);
    }
  }

  private boolean isIcmpType(Term.Field field) {
    return field.base() == Payload.Base.TRANSPORT
        && field.offset() == 0
        && field.type().bits() == 8
        && field.type().data() != DataType.INTEGER
        && (transport == Protocol.ICMP || transport == Protocol.ICMPV6);
  }

  private boolean isLinkType(Term.Field field) {
    int offset = link == Protocol.VLAN ? vlanOffset() + 16 : 96;
    return link != null && field.type().data() == DataType.ETHER_TYPE && field.offset() == offset;
  }

  private void learnLinkType(int type) {
    if (type == 0x8100 || type == 0x88a8) {
      linkOffset = link == Protocol.VLAN ? linkOffset + TAG_BITS : ETHERNET_BITS;
      link = Protocol.VLAN;
    } else if (networkOf(type) != null) {
      networkFromLink = true;
      network = network == null ? networkOf(type) : network;
    }
  }

  private boolean isProtocolField(Term.Field field) {
    return field.base() == Payload.Base.NETWORK
        && field.type().data() == DataType.INET_PROTO
        && ((network == Protocol.IP && field.offset() == 72)
            || (network == Protocol.IP6 && field.offset() == 48));
  }

  /** The network protocol of an Ethernet type; absent if none here. */
  public static @Nullable Protocol networkOf(int etherType) {
    return switch (etherType) {
      case 0x0800 -> Protocol.IP;
      case 0x86dd -> Protocol.IP6;
      case 0x0806 -> Protocol.ARP;
      default -> null;
    };
  }

  private static int etherType(Protocol protocol) {
    return switch (protocol) {
      case IP -> 0x0800;
      case IP6 -> 0x86dd;
      case ARP -> 0x0806;
      default -> throw new IllegalArgumentException(protocol.word());
    };
  }

  /** The transport protocol of an IP protocol number; absent if none here. */
  public static @Nullable Protocol ofIpProtocol(int number) {
    return switch (number) {
      case 1 -> Protocol.ICMP;
      case 2 -> Protocol.IGMP;
      case 6 -> Protocol.TCP;
      case 17 -> Protocol.UDP;
      case 33 -> Protocol.DCCP;
      case 47 -> Protocol.GRE;
      case 50 -> Protocol.ESP;
      case 51 -> Protocol.AH;
      case 58 -> Protocol.ICMPV6;
      case 108 -> Protocol.COMP;
      case 132 -> Protocol.SCTP;
      case 136 -> Protocol.UDPLITE;
      default -> null;
    };
  }

  private static int ipProtocol(Protocol protocol) {
    for (int number = 1; number < 256; number++) {
      if (ofIpProtocol(number) == protocol) {
        return number;
      }
    }
    throw new IllegalArgumentException(protocol.word());
  }
}
