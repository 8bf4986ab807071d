package dev.dejima.packet.filter;

import dev.dejima.packet.MacAddress;
import dev.dejima.packet.Prefix;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A filter as pcap-filter(7) means it, every qualifier spelled out. A null protocol is "whatever
 * carries such a thing": {@code host} without {@code ip} also looks into ARP.
 */
public sealed interface FilterExpression {
  /** Every packet: what the empty expression says. */
  record All() implements FilterExpression {}

  record And(FilterExpression left, FilterExpression right) implements FilterExpression {}

  record Or(FilterExpression left, FilterExpression right) implements FilterExpression {}

  record Not(FilterExpression operand) implements FilterExpression {}

  /** An IPv4 host or network; bits outside the mask are 0. */
  record Ipv4Match(@Nullable Protocol protocol, Direction direction, int network, int mask)
      implements FilterExpression {}

  record Ipv6Match(Direction direction, Prefix network) implements FilterExpression {}

  record MacMatch(Direction direction, MacAddress address) implements FilterExpression {}

  /** A port, or a range of them with both ends in it. */
  record PortMatch(@Nullable Protocol transport, Direction direction, Ports ports)
      implements FilterExpression {}

  /** {@code tcp}, {@code arp} and the like. */
  record Carries(Protocol protocol) implements FilterExpression {}

  /** A protocol by its number: an Ethernet type, or the number in an IP header. */
  record CarriesNumber(@Nullable Protocol within, int number) implements FilterExpression {}

  record Broadcast(boolean ofIp) implements FilterExpression {}

  /** {@code protocol} is {@code LINK}, {@code IP} or {@code IP6}. */
  record Multicast(Protocol protocol) implements FilterExpression {}

  /** An 802.1Q tag; what stands to the right of it is looked for behind the tag. */
  record Vlan(OptionalInt id) implements FilterExpression {}

  /** The interface that a cooked capture names in its header. */
  record InterfaceIndex(int index) implements FilterExpression {}

  /** Whether the capturing host received or sent the packet, from a cooked capture's header. */
  record Inbound(boolean outbound) implements FilterExpression {}

  record Relation(Arithmetic left, Relational operator, Arithmetic right)
      implements FilterExpression {}

  /** Ports {@code low} to {@code high}; a {@code portrange} even if it holds one port alone. */
  record Ports(int low, int high, boolean range) {}

  /** A comparison of two unsigned numbers of 32 bits. */
  enum Relational {
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<=");

    private final String sign;

    Relational(String sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return sign;
    }
  }
}
