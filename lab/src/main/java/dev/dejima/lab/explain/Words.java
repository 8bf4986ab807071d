package dev.dejima.lab.explain;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.kernel.path.RouteEvent.Chosen;
import dev.dejima.lab.run.Flow;
import dev.dejima.packet.IpAddress;
import java.util.List;
import java.util.stream.Collectors;

/** How explanations write what packets have. */
final class Words {
  private Words() {}

  /** A packet as its rules see it: {@code tcp 203.0.113.1:1024 > 192.0.2.1:80}. */
  static String packet(ConntrackTuple tuple) {
    return protocol(tuple.protocol()) + " " + Flow.of(tuple);
  }

  /** The name of a protocol in nft. */
  static String protocol(int number) {
    return switch (number) {
      case Flow.TCP -> "tcp";
      case Flow.UDP -> "udp";
      case Flow.ICMP -> "icmp";
      case Flow.ICMPV6 -> "icmpv6";
      default -> "protocol " + number;
    };
  }

  static boolean hasPorts(ConntrackTuple tuple) {
    return tuple.protocol() == Flow.TCP || tuple.protocol() == Flow.UDP;
  }

  /** What a rule says to match a packet's destination: {@code ip daddr 192.0.2.1 tcp dport 80}. */
  static String condition(ConntrackTuple tuple) {
    String address = ip(tuple.destination()) + " daddr " + tuple.destination();
    return hasPorts(tuple)
        ? "%s %s dport %d".formatted(address, protocol(tuple.protocol()), tuple.destinationPort())
        : address + " meta l4proto " + protocol(tuple.protocol());
  }

  static String ip(IpAddress address) {
    return address.bits() == 32 ? "ip" : "ip6";
  }

  /** The end that a translation changed. */
  static String change(Translated translated) {
    Flow before = Flow.of(translated.before());
    Flow after = Flow.of(translated.after());
    return translated.source()
        ? before.sourceText() + " → " + after.sourceText()
        : before.destinationText() + " → " + after.destinationText();
  }

  /** A route as {@code ip route} writes it. */
  static String route(Chosen route) {
    return (route.destination().length() == 0 ? "default" : route.destination().toString())
        + (route.gateway() == null ? "" : " via " + route.gateway())
        + (route.device() == null ? "" : " dev " + route.device());
  }

  /** Addresses with their networks' lengths, one after the other. */
  static String addresses(List<Addresses.Owned> owned) {
    return owned.stream().map(each -> each.prefix().toString()).collect(Collectors.joining(", "));
  }

  /** A program for IP of a version. */
  static String ipProgram(IpAddress address) {
    return address.bits() == 32 ? "ip" : "ip -6";
  }
}
