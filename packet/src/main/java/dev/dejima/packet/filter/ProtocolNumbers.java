package dev.dejima.packet.filter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code proto} with a number or a name behind it. */
final class ProtocolNumbers {
  private static final Map<String, Integer> OVER_IP =
      Map.ofEntries(
          Map.entry("ip", 0),
          Map.entry("hopopt", 0),
          Map.entry("icmp", 1),
          Map.entry("igmp", 2),
          Map.entry("ggp", 3),
          Map.entry("ipencap", 4),
          Map.entry("st", 5),
          Map.entry("tcp", 6),
          Map.entry("egp", 8),
          Map.entry("igp", 9),
          Map.entry("pup", 12),
          Map.entry("udp", 17),
          Map.entry("hmp", 20),
          Map.entry("xns-idp", 22),
          Map.entry("rdp", 27),
          Map.entry("iso-tp4", 29),
          Map.entry("dccp", 33),
          Map.entry("xtp", 36),
          Map.entry("ddp", 37),
          Map.entry("idpr-cmtp", 38),
          Map.entry("ipv6", 41),
          Map.entry("ipv6-route", 43),
          Map.entry("ipv6-frag", 44),
          Map.entry("idrp", 45),
          Map.entry("rsvp", 46),
          Map.entry("gre", 47),
          Map.entry("esp", 50),
          Map.entry("ah", 51),
          Map.entry("skip", 57),
          Map.entry("ipv6-icmp", 58),
          Map.entry("ipv6-nonxt", 59),
          Map.entry("ipv6-opts", 60),
          Map.entry("rspf", 73),
          Map.entry("vmtp", 81),
          Map.entry("eigrp", 88),
          Map.entry("ospf", 89),
          Map.entry("ax.25", 93),
          Map.entry("ipip", 94),
          Map.entry("etherip", 97),
          Map.entry("encap", 98),
          Map.entry("pim", 103),
          Map.entry("ipcomp", 108),
          Map.entry("vrrp", 112),
          Map.entry("l2tp", 115),
          Map.entry("isis", 124),
          Map.entry("sctp", 132),
          Map.entry("fc", 133),
          Map.entry("mobility-header", 135),
          Map.entry("udplite", 136),
          Map.entry("mpls-in-ip", 137),
          Map.entry("manet", 138),
          Map.entry("hip", 139),
          Map.entry("shim6", 140),
          Map.entry("wesp", 141),
          Map.entry("rohc", 142));

  private ProtocolNumbers() {}

  static FilterExpression numbered(Token token, @Nullable Protocol within) {
    requireCarrier(token, within);
    return new FilterExpression.CarriesNumber(within, token.number());
  }

  static FilterExpression named(Token token, @Nullable Protocol within) {
    requireCarrier(token, within);
    if (within == Protocol.LINK) {
      return new FilterExpression.CarriesNumber(within, etherType(token));
    }
    Integer number = OVER_IP.get(token.text());
    if (number == null) {
      throw new FilterException("unknown ip proto '" + token.text() + "'", token.column());
    }
    return new FilterExpression.CarriesNumber(within, number);
  }

  private static int etherType(Token token) {
    if (token.text().equals("loopback")) {
      return 0x9000;
    }
    Protocol protocol = Protocol.named(token.text());
    if (protocol != null) {
      switch (protocol.layer()) {
        case NETWORK, LINK_CONTROL -> {
          return protocol.number();
        }
        case LINK, TRANSPORT, TRANSPORT_OF_IP, TRANSPORT_OF_IP6, EXTENSION -> {}
      }
    }
    throw new FilterException("unknown ether proto '" + token.text() + "'", token.column());
  }

  private static void requireCarrier(Token token, @Nullable Protocol within) {
    if (within == null
        || within == Protocol.LINK
        || within == Protocol.IP
        || within == Protocol.IP6) {
      return;
    }
    boolean network = within.layer() == Protocol.Layer.NETWORK;
    throw new FilterException(
        network
            ? within.word() + " does not encapsulate another protocol"
            : "'" + within.word() + " proto' is bogus",
        token.column(),
        List.of("ip proto", "ip6 proto", "ether proto", "proto"),
        "");
  }
}
