package dev.dejima.packet.filter;

import dev.dejima.packet.ProtocolNames;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@code proto} with a number or a name behind it. */
final class ProtocolNumbers {
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
    OptionalInt number = ProtocolNames.table().number(token.text());
    if (number.isEmpty()) {
      throw new FilterException("unknown ip proto '" + token.text() + "'", token.column());
    }
    return new FilterExpression.CarriesNumber(within, number.getAsInt());
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
