package dev.dejima.packet.filter;

import dev.dejima.packet.filter.Test.Comparison;

/**
 * Where things stand in a frame. VLAN tags move what is behind them, so one frame layout belongs to
 * one place of one expression.
 */
final class Frame {
  private static final int ETHERMTU = 1500;

  /** {@code LINUX_SLL_P_802_2}: an 802.2 header follows. */
  private static final int SLL_802_2 = 4;

  private static final int SNAP_HEADER = 0xaaaa0300;

  private final LinkType type;
  private int tags;

  Frame(LinkType type) {
    this.type = type;
  }

  LinkType type() {
    return type;
  }

  /** Where the network header starts. */
  int network() {
    return type.payload() + tags;
  }

  /** Moves everything behind an 802.1Q tag. */
  void enterTag() {
    tags += 4;
  }

  Value networkOctets(int offset, int size) {
    return new Value.Load(size, null, network() + offset);
  }

  static Value linkOctets(int offset, int size) {
    return new Value.Load(size, null, offset);
  }

  /** Octets of what follows the IPv4 header, whatever its length. */
  Value transportOctets(int offset, int size) {
    return new Value.Load(size, new Value.HeaderLength(network()), network() + offset);
  }

  private Value protocolField() {
    return new Value.Load(2, null, type.protocolOffset() + tags);
  }

  /** Whether the payload is of an Ethernet type, or of an IEEE 802.2 SAP below 1501. */
  Condition carries(int protocol) {
    return switch (type) {
      case ETHERNET -> ethernetCarries(protocol);
      case LINUX_SLL2 -> cookedCarries(protocol);
      case RAW -> rawCarries(protocol);
      case NFLOG -> throw new FilterException("NFLOG link-layer type filtering not implemented", 0);
    };
  }

  private Condition isType(int etherType) {
    return Condition.check(protocolField(), Comparison.EQUAL, etherType);
  }

  private Condition ethernetCarries(int protocol) {
    Condition lengthField =
        Condition.not(Condition.check(protocolField(), Comparison.GREATER, ETHERMTU));
    if (protocol > ETHERMTU) {
      return isType(protocol, lengthField);
    }
    if (protocol == Protocol.IPX.number()) {
      return ipx(lengthField);
    }
    boolean bothSaps =
        protocol == Protocol.ISO.number() || protocol == Protocol.NETBEUI.number() || protocol == 6;
    return lengthField.and(
        bothSaps
            ? Condition.check(networkOctets(0, 2), Comparison.EQUAL, protocol << 8 | protocol)
            : Condition.check(networkOctets(0, 1), Comparison.EQUAL, protocol));
  }

  /** AppleTalk may also stand behind a SNAP header. */
  private Condition isType(int protocol, Condition lengthField) {
    if (protocol == Protocol.ATALK.number()) {
      return isType(protocol).or(lengthField.and(snap(0x080007, protocol)));
    }
    if (protocol == Protocol.AARP.number()) {
      return isType(protocol).or(lengthField.and(snap(0, protocol)));
    }
    return isType(protocol);
  }

  private Condition ipx(Condition lengthField) {
    int etherType = 0x8137;
    Condition behindLength =
        snap(0, etherType)
            .or(Condition.check(networkOctets(0, 1), Comparison.EQUAL, Protocol.IPX.number()))
            .or(Condition.check(networkOctets(0, 2), Comparison.EQUAL, 0xffff));
    return isType(etherType).or(lengthField.and(behindLength));
  }

  private Condition snap(int organization, int etherType) {
    Condition second =
        Condition.check(
            networkOctets(4, 4), Comparison.EQUAL, (organization & 0xffff) << 16 | etherType);
    return second.and(
        Condition.check(networkOctets(0, 4), Comparison.EQUAL, SNAP_HEADER | organization >>> 16));
  }

  private Condition cookedCarries(int protocol) {
    if (protocol > ETHERMTU) {
      return isType(protocol);
    }
    return isType(SLL_802_2).and(Condition.check(networkOctets(0, 1), Comparison.EQUAL, protocol));
  }

  private Condition rawCarries(int protocol) {
    boolean ip = protocol == Protocol.IP.number();
    if (!ip && protocol != Protocol.IP6.number()) {
      return new Condition.Always(false);
    }
    Value version =
        Value.compute(Arithmetic.Operator.AND, networkOctets(0, 1), new Value.Constant(0xf0));
    return Condition.check(version, Comparison.EQUAL, ip ? 0x40 : 0x60);
  }
}
