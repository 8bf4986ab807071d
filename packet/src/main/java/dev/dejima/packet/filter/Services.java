package dev.dejima.packet.filter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ports by the names of their services. */
final class Services {
  /** A port, and the one transport that the name stands for; null for all. */
  private record Service(int port, @Nullable Protocol transport) {}

  private static final Map<String, Service> NAMES =
      Map.ofEntries(
          service("echo", 7, null),
          service("discard", 9, null),
          service("daytime", 13, null),
          service("chargen", 19, null),
          service("ftp-data", 20, Protocol.TCP),
          service("ftp", 21, Protocol.TCP),
          service("ssh", 22, Protocol.TCP),
          service("telnet", 23, Protocol.TCP),
          service("smtp", 25, Protocol.TCP),
          service("time", 37, null),
          service("whois", 43, Protocol.TCP),
          service("domain", 53, null),
          service("bootps", 67, Protocol.UDP),
          service("bootpc", 68, Protocol.UDP),
          service("tftp", 69, Protocol.UDP),
          service("http", 80, Protocol.TCP),
          service("kerberos", 88, null),
          service("pop3", 110, Protocol.TCP),
          service("sunrpc", 111, null),
          service("ntp", 123, Protocol.UDP),
          service("imap2", 143, Protocol.TCP),
          service("snmp", 161, null),
          service("snmp-trap", 162, null),
          service("bgp", 179, Protocol.TCP),
          service("ldap", 389, null),
          service("https", 443, null),
          service("submission", 587, Protocol.TCP),
          service("isakmp", 500, Protocol.UDP),
          service("syslog", 514, Protocol.UDP),
          service("imaps", 993, Protocol.TCP),
          service("openvpn", 1194, null),
          service("nfs", 2049, null),
          service("mysql", 3306, Protocol.TCP),
          service("postgresql", 5432, Protocol.TCP),
          service("mdns", 5353, Protocol.UDP),
          service("http-alt", 8080, null));

  private Services() {}

  private static Map.Entry<String, Service> service(
      String name, int port, @Nullable Protocol transport) {
    return Map.entry(name, new Service(port, transport));
  }

  /** {@code port NAME}. */
  static FilterExpression port(Token token, @Nullable Protocol transport, Qualifiers qualifiers) {
    Service service = NAMES.get(token.text());
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
    Service service = NAMES.get(end);
    if (service != null) {
      return service.port();
    }
    throw new FilterException(
        "unknown port in range '" + token.text() + "'", token.column(), List.of("FIRST-LAST"), "");
  }
}
