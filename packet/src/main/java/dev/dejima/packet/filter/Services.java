package dev.dejima.packet.filter;

import dev.dejima.packet.ServiceNames;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Ports by the names of their services. */
final class Services {
  private Services() {}

  /** A port, and the one transport that the name stands for; null if several know it. */
  private record Service(int port, @Nullable Protocol transport) {}

  /** TCP and UDP are asked first, as in {@code pcap_nametoport}. */
  private static @Nullable Service find(String name) {
    OptionalInt tcp = ServiceNames.table(Protocol.TCP.number()).number(name);
    OptionalInt udp = ServiceNames.table(Protocol.UDP.number()).number(name);
    if (tcp.isPresent()) {
      return new Service(tcp.getAsInt(), tcp.equals(udp) ? null : Protocol.TCP);
    }
    return udp.isPresent() ? new Service(udp.getAsInt(), Protocol.UDP) : null;
  }

  /** {@code port NAME}. */
  static FilterExpression port(Token token, @Nullable Protocol transport, Qualifiers qualifiers) {
    Service service = find(token.text());
    if (service == null) {
      throw new FilterException("unknown port '" + token.text() + "'", token.column());
    }
    Protocol only = service.transport();
    if (transport != null && only != null && transport != only) {
      throw new FilterException("port '" + token.text() + "' is " + only.word(), token.column());
    }
    return new FilterExpression.PortMatch(
        transport == null ? only : transport,
        qualifiers.directionOrEither(),
        new FilterExpression.Ports(service.port(), service.port(), false));
  }

  /** {@code portrange LOW-HIGH}, each a number or a name. */
  static FilterExpression range(Token token, @Nullable Protocol transport, Qualifiers qualifiers) {
    String text = token.text();
    int dash = text.indexOf('-');
    if (dash < 0) {
      int port = end(token, text);
      return range(transport, qualifiers, port, port);
    }
    int low = end(token, text.substring(0, dash));
    int high = end(token, text.substring(dash + 1));
    return range(transport, qualifiers, Math.min(low, high), Math.max(low, high));
  }

  private static FilterExpression range(
      @Nullable Protocol transport, Qualifiers qualifiers, int low, int high) {
    return new FilterExpression.PortMatch(
        transport, qualifiers.directionOrEither(), new FilterExpression.Ports(low, high, true));
  }

  private static int end(Token token, String end) {
    if (end.matches("[0-9]{1,5}") && Integer.parseInt(end) <= 0xffff) {
      return Integer.parseInt(end);
    }
    Service service = find(end);
    if (service != null) {
      return service.port();
    }
    throw new FilterException(
        "unknown port in range '" + token.text() + "'", token.column(), List.of("FIRST-LAST"), "");
  }
}
