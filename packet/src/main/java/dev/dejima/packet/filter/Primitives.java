package dev.dejima.packet.filter;

import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes primitives of a value and its qualifiers, or says with libpcap's words why it cannot. */
final class Primitives {
  private Primitives() {}

  static FilterExpression value(Token token, Qualifiers qualifiers) {
    if (qualifiers.type() == Qualifiers.Type.NONE) {
      throw new FilterException(
          FilterException.SYNTAX_OF_VALUE,
          token.column(),
          List.of("host", "net", "port", "src", "dst", "a protocol"),
          Suggestions.forWord(token, token));
    }
    return switch (token.kind()) {
      case NAME -> name(token, qualifiers);
      case NUMBER -> number(token, qualifiers);
      case IPV4 -> {
        refuseAsPort(token, qualifiers);
        Numbers.Dotted dotted = Numbers.Dotted.parse(token.text(), token.column());
        int mask = -1 << (32 - dotted.bits());
        yield ipv4(token, dotted.leftAligned(), mask, qualifiers);
      }
      case IPV6 -> {
        refuseAsPort(token, qualifiers);
        yield ipv6(token, 128, qualifiers);
      }
      case MAC -> mac(token, qualifiers);
      case KEYWORD, SYMBOL, END -> throw new IllegalStateException(token.text());
    };
  }

  static FilterExpression masked(Token token, Token maskToken, Qualifiers qualifiers) {
    int network = Numbers.Dotted.parse(token.text(), token.column()).leftAligned();
    int mask = Numbers.Dotted.parse(maskToken.text(), maskToken.column()).leftAligned();
    if ((network & ~mask) != 0) {
      throw new FilterException(
          "non-network bits set in \"" + token.text() + " mask " + maskToken.text() + "\"",
          token.column());
    }
    requireNet(token, qualifiers);
    return ipv4(token, network, mask, qualifiers);
  }

  static FilterExpression prefix(Token token, Token lengthToken, Qualifiers qualifiers) {
    int length = lengthToken.number();
    int most = token.kind() == Token.Kind.IPV4 ? 32 : 128;
    if (length < 0 || length > most) {
      throw new FilterException("mask length must be <= " + most, lengthToken.column());
    }
    if (most == 128) {
      refuseAsPort(token, qualifiers);
      return ipv6(token, length, qualifiers);
    }
    int network = Numbers.Dotted.parse(token.text(), token.column()).leftAligned();
    int mask = length == 0 ? 0 : -1 << (32 - length);
    if ((network & ~mask) != 0) {
      throw nonNetworkBits(token, length);
    }
    requireNet(token, qualifiers);
    return ipv4(token, network, mask, qualifiers);
  }

  static FilterExpression broadcast(@Nullable Protocol protocol, Token token) {
    if (protocol != null && protocol != Protocol.LINK && protocol != Protocol.IP) {
      throw new FilterException("only link-layer/IP broadcast filters supported", token.column());
    }
    return new FilterExpression.Broadcast(protocol == Protocol.IP);
  }

  static FilterExpression multicast(@Nullable Protocol protocol, Token token) {
    Protocol of = protocol == null ? Protocol.LINK : protocol;
    if (of != Protocol.LINK && of != Protocol.IP && of != Protocol.IP6) {
      throw new FilterException(
          "link-layer multicast filters supported only on ethernet/FDDI/token ring/ARCNET/802.11/ATM"
              + " LANE/Fibre Channel",
          token.column());
    }
    return new FilterExpression.Multicast(of);
  }

  /** What a value with these qualifiers looks like, for messages. */
  static String[] expectedValues(Qualifiers qualifiers) {
    return switch (qualifiers.type()) {
      case NONE -> new String[] {"host", "net", "port", "a protocol"};
      case DEFAULT -> new String[] {"host", "net", "port", "portrange", "an address"};
      case HOST -> new String[] {"an address"};
      case NET -> new String[] {"a network"};
      case PORT -> new String[] {"a port number", "the name of a service"};
      case PORTRANGE -> new String[] {"FIRST-LAST"};
      case PROTO -> new String[] {"a protocol number", "\\NAME"};
    };
  }

  private static FilterExpression name(Token token, Qualifiers qualifiers) {
    return switch (qualifiers.type()) {
      case PORT -> Services.port(token, transport(token, qualifiers), qualifiers);
      case PORTRANGE -> Services.range(token, transport(token, qualifiers), qualifiers);
      case PROTO -> ProtocolNumbers.named(token, qualifiers.protocol());
      case NET -> throw unknown("network", token);
      case HOST, DEFAULT, NONE ->
          throw unknown(qualifiers.protocol() == Protocol.LINK ? "ether host" : "host", token);
    };
  }

  private static FilterException unknown(String what, Token token) {
    return new FilterException(
        "unknown " + what + " '" + token.text() + "'",
        token.column(),
        List.of(),
        "names of hosts and networks are not looked up: give the address");
  }

  private static FilterExpression number(Token token, Qualifiers qualifiers) {
    int number = token.number();
    return switch (qualifiers.type()) {
      case PORT, PORTRANGE -> {
        Protocol transport = transport(token, qualifiers);
        if (number < 0 || number > 0xffff) {
          throw new FilterException(
              "illegal port number " + Integer.toUnsignedString(number) + " > 65535",
              token.column());
        }
        boolean range = qualifiers.type() == Qualifiers.Type.PORTRANGE;
        yield new FilterExpression.PortMatch(
            transport,
            qualifiers.directionOrEither(),
            new FilterExpression.Ports(number, number, range));
      }
      case PROTO -> ProtocolNumbers.numbered(token, qualifiers.protocol());
      case NET -> ipv4(token, promote(number, number), promote(number, -1), qualifiers);
      case HOST, DEFAULT, NONE -> ipv4(token, number, -1, qualifiers);
    };
  }

  /** Shifts {@code what} as {@code number} must be shifted so that its first octet is not 0. */
  private static int promote(int number, int what) {
    int shift = number == 0 ? 0 : Integer.numberOfLeadingZeros(number) / 8 * 8;
    return what << shift;
  }

  private static FilterExpression ipv4(Token token, int network, int mask, Qualifiers qualifiers) {
    Protocol protocol = qualifiers.protocol();
    String type = qualifiers.type() == Qualifiers.Type.NET ? "net" : "host";
    if (protocol == Protocol.LINK) {
      throw new FilterException(
          token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.IPV4
              ? "illegal link layer address"
              : "link-layer modifier applied to " + type,
          token.column());
    }
    if (protocol == Protocol.IP6) {
      throw new FilterException("'ip6' modifier applied to ip " + type, token.column());
    }
    boolean fits = protocol == Protocol.IP || protocol == Protocol.ARP || protocol == Protocol.RARP;
    if (protocol != null && !fits) {
      throw misapplied(protocol, type, token);
    }
    return new FilterExpression.Ipv4Match(
        protocol, qualifiers.directionOrEither(), network & mask, mask);
  }

  private static FilterExpression ipv6(Token token, int length, Qualifiers qualifiers) {
    Prefix prefix = new Prefix(Ipv6Address.parse(token.text()), length);
    if (!prefix.network().equals(prefix)) {
      throw nonNetworkBits(token, length);
    }
    if (length != 128) {
      requireNet(token, qualifiers);
    }
    Protocol protocol = qualifiers.protocol();
    String type = qualifiers.type() == Qualifiers.Type.NET ? "net" : "host";
    if (protocol == Protocol.LINK) {
      throw new FilterException("link-layer modifier applied to ip6 " + type, token.column());
    }
    if (protocol != null && protocol != Protocol.IP6) {
      boolean network = protocol.layer() == Protocol.Layer.NETWORK;
      throw misapplied(protocol, network ? "ip6 " + type : type, token);
    }
    return new FilterExpression.Ipv6Match(qualifiers.directionOrEither(), prefix);
  }

  private static FilterExpression mac(Token token, Qualifiers qualifiers) {
    boolean host =
        qualifiers.type() == Qualifiers.Type.HOST || qualifiers.type() == Qualifiers.Type.DEFAULT;
    if (qualifiers.protocol() != Protocol.LINK || !host) {
      throw new FilterException(
          "ethernet address used in non-ether expression",
          token.column(),
          List.of(),
          "write \"ether host " + token.text() + "\"");
    }
    long value = 0;
    for (String part : token.text().split("[-:.]", -1)) {
      int bits = part.length() > 2 ? 4 * part.length() : 8;
      value = value << bits | Long.parseLong(part, 16);
    }
    return new FilterExpression.MacMatch(qualifiers.directionOrEither(), new MacAddress(value));
  }

  private static @Nullable Protocol transport(Token token, Qualifiers qualifiers) {
    Protocol protocol = qualifiers.protocol();
    boolean fits =
        protocol == null
            || protocol == Protocol.TCP
            || protocol == Protocol.UDP
            || protocol == Protocol.SCTP;
    if (!fits) {
      throw new FilterException(
          "illegal qualifier of '" + qualifiers.type().word() + "'", token.column());
    }
    return protocol;
  }

  private static void refuseAsPort(Token token, Qualifiers qualifiers) {
    String type = qualifiers.type().word();
    switch (qualifiers.type()) {
      case PORT, PORTRANGE, PROTO ->
          throw new FilterException(
              token.kind() == Token.Kind.IPV6
                  ? "invalid qualifier against IPv6 address"
                  : "'" + type + "' modifier applied to ip host",
              token.column(),
              List.of(expectedValues(qualifiers)),
              "write \"host " + token.text() + "\"");
      case NONE ->
          throw new FilterException(
              FilterException.SYNTAX_OF_VALUE,
              token.column(),
              List.of("host", "net", "src", "dst"),
              Suggestions.forWord(token, token));
      case DEFAULT, HOST, NET -> {}
    }
  }

  private static void requireNet(Token token, Qualifiers qualifiers) {
    if (qualifiers.type() != Qualifiers.Type.NET) {
      throw new FilterException(
          "Mask syntax for networks only",
          token.column(),
          List.of(),
          "write net instead of " + qualifiers.type().word());
    }
  }

  private static FilterException nonNetworkBits(Token token, int length) {
    return new FilterException(
        "non-network bits set in \"" + token.text() + "/" + length + "\"", token.column());
  }

  private static FilterException misapplied(Protocol protocol, String type, Token token) {
    return new FilterException(
        "'" + protocol.word() + "' modifier applied to " + type,
        token.column(),
        List.of(),
        "write \"" + protocol.word() + " and " + type + " " + token.text() + "\"");
  }
}
