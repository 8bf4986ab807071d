package dev.dejima.packet.filter;

import dev.dejima.packet.filter.FilterExpression.Ports;
import dev.dejima.packet.filter.Test.Comparison;
import java.util.List;

/** Lowers port matches: of TCP, UDP and SCTP, over IPv4 and IPv6, first fragments only. */
final class PortLowering {
  private final Frame frame;

  PortLowering(Frame frame) {
    this.frame = frame;
  }

  Condition lower(FilterExpression.PortMatch match) {
    Protocol transport = match.transport();
    List<Protocol> transports =
        transport == null ? List.of(Protocol.SCTP, Protocol.TCP, Protocol.UDP) : List.of(transport);
    Condition ip6 = anyOf(transports, match, false);
    return frame
        .carries(Protocol.IP6.number())
        .and(ip6)
        .or(frame.carries(Protocol.IP.number()).and(anyOf(transports, match, true)));
  }

  private Condition anyOf(
      List<Protocol> transports, FilterExpression.PortMatch match, boolean ipv4) {
    return transports.stream()
        .map(transport -> ipv4 ? overIpv4(transport, match) : overIpv6(transport, match))
        .reduce(Condition::or)
        .orElseThrow();
  }

  private Condition overIpv4(Protocol transport, FilterExpression.PortMatch match) {
    Condition first = notLaterFragment(frame);
    return Condition.check(frame.networkOctets(9, 1), Comparison.EQUAL, transport.number())
        .and(first)
        .and(
            Lowering.ends(
                match.direction(),
                offset -> in(frame.transportOctets(offset, 2), match.ports()),
                0,
                2));
  }

  private Condition overIpv6(Protocol transport, FilterExpression.PortMatch match) {
    return Condition.check(frame.networkOctets(6, 1), Comparison.EQUAL, transport.number())
        .and(
            Lowering.ends(
                match.direction(),
                offset -> in(frame.networkOctets(40 + offset, 2), match.ports()),
                0,
                2));
  }

  /** Only a fragment with offset 0 holds ports. */
  static Condition notLaterFragment(Frame frame) {
    return Condition.not(Condition.check(frame.networkOctets(6, 2), Comparison.ANY_BIT, 0x1fff));
  }

  private static Condition in(Value port, Ports ports) {
    if (!ports.range()) {
      return Condition.check(port, Comparison.EQUAL, ports.low());
    }
    return Condition.check(port, Comparison.GREATER_OR_EQUAL, ports.low())
        .and(Condition.not(Condition.check(port, Comparison.GREATER, ports.high())));
  }
}
