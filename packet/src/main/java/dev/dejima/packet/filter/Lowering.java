package dev.dejima.packet.filter;

import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.filter.Arithmetic.Operator;
import dev.dejima.packet.filter.Test.Comparison;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lowers a filter to comparisons of octets.
 *
 * <p>The order of comparisons is libpcap's, because it can be seen: a load behind the end of a
 * frame rejects the frame at once, also under a {@code not}.
 */
final class Lowering {
  private static final int FRAGMENT_HEADER = 44;
  private static final int SLL2_PACKET_TYPE = 10;
  private static final int SLL2_INTERFACE = 4;
  private static final int PACKET_OUTGOING = 4;

  private final Frame frame;
  private final @Nullable Integer netmask;

  Lowering(LinkType type, @Nullable Integer netmask) {
    this.frame = new Frame(type);
    this.netmask = netmask;
  }

  Condition lower(FilterExpression expression) {
    Deque<FilterExpression> chain = new ArrayDeque<>();
    FilterExpression first = expression;
    while (first instanceof FilterExpression.And || first instanceof FilterExpression.Or) {
      chain.push(first);
      first =
          first instanceof FilterExpression.And and
              ? and.left()
              : ((FilterExpression.Or) first).left();
    }
    Condition condition = single(first);
    for (FilterExpression link : chain) {
      condition =
          switch (link) {
            case FilterExpression.And and -> condition.and(lower(and.right()));
            case FilterExpression.Or or -> condition.or(lower(or.right()));
            default -> throw new IllegalStateException(link.toString());
          };
    }
    return condition;
  }

  private Condition single(FilterExpression expression) {
    return switch (expression) {
      case FilterExpression.All _ -> new Condition.Always(true);
      case FilterExpression.And _, FilterExpression.Or _ -> lower(expression);
      case FilterExpression.Not not -> Condition.not(lower(not.operand()));
      case FilterExpression.Ipv4Match match -> ipv4(match);
      case FilterExpression.Ipv6Match match -> ipv6(match);
      case FilterExpression.MacMatch match -> mac(match.direction(), match.address());
      case FilterExpression.PortMatch match -> new PortLowering(frame).lower(match);
      case FilterExpression.Carries carries -> carries(carries.protocol());
      case FilterExpression.CarriesNumber carries ->
          carriesNumber(carries.within(), carries.number());
      case FilterExpression.Broadcast broadcast -> broadcast(broadcast.ofIp());
      case FilterExpression.Multicast multicast -> multicast(multicast.protocol());
      case FilterExpression.Vlan vlan -> vlan(vlan);
      case FilterExpression.InterfaceIndex device -> {
        requireCooked("ifindex");
        yield Condition.check(
            Frame.linkOctets(SLL2_INTERFACE, 4), Comparison.EQUAL, device.index());
      }
      case FilterExpression.Inbound inbound -> inbound(inbound.outbound());
      case FilterExpression.Relation relation -> relation(relation);
    };
  }

  /** {@code test} of the source, the destination or both. */
  static Condition ends(Direction direction, IntFunction<Condition> test, int src, int dst) {
    return switch (direction) {
      case SRC -> test.apply(src);
      case DST -> test.apply(dst);
      case EITHER -> test.apply(src).or(test.apply(dst));
      case BOTH -> test.apply(src).and(test.apply(dst));
    };
  }

  private Condition ipv4(FilterExpression.Ipv4Match match) {
    Protocol protocol = match.protocol();
    if (protocol != null) {
      return ipv4(match, protocol);
    }
    return ipv4(match, Protocol.IP).or(ipv4(match, Protocol.ARP)).or(ipv4(match, Protocol.RARP));
  }

  private Condition ipv4(FilterExpression.Ipv4Match match, Protocol protocol) {
    boolean ip = protocol == Protocol.IP;
    return ends(
        match.direction(),
        offset ->
            frame
                .carries(protocol.number())
                .and(masked(frame.networkOctets(offset, 4), match.network(), match.mask())),
        ip ? 12 : 14,
        ip ? 16 : 24);
  }

  private static Condition masked(Value value, int bits, int mask) {
    Value part = mask == -1 ? value : Value.compute(Operator.AND, value, new Value.Constant(mask));
    return Condition.check(part, Comparison.EQUAL, bits);
  }

  private Condition ipv6(FilterExpression.Ipv6Match match) {
    return ends(match.direction(), offset -> ipv6(match, offset), 8, 24);
  }

  private Condition ipv6(FilterExpression.Ipv6Match match, int offset) {
    Ipv6Address address = (Ipv6Address) match.network().address();
    Condition condition = frame.carries(Protocol.IP6.number());
    for (int word = 0; word < 4; word++) {
      int bits = Math.clamp(match.network().length() - 32 * word, 0, 32);
      int mask = bits == 0 ? 0 : -1 << (32 - bits);
      int expected = address.group(2 * word) << 16 | address.group(2 * word + 1);
      condition = condition.and(masked(frame.networkOctets(offset + 4 * word, 4), expected, mask));
    }
    return condition;
  }

  private Condition mac(Direction direction, MacAddress address) {
    requireEthernet("ethernet addresses supported only on ethernet");
    return ends(direction, offset -> mac(offset, address), 6, 0);
  }

  private static Condition mac(int offset, MacAddress address) {
    return Condition.check(Frame.linkOctets(offset + 2, 4), Comparison.EQUAL, (int) address.value())
        .and(
            Condition.check(
                Frame.linkOctets(offset, 2), Comparison.EQUAL, (int) (address.value() >>> 32)));
  }

  private Condition carries(Protocol protocol) {
    return switch (protocol.layer()) {
      case NETWORK, LINK_CONTROL -> frame.carries(protocol.number());
      case TRANSPORT, EXTENSION -> carriesNumber(null, protocol.number());
      case TRANSPORT_OF_IP -> carriesNumber(Protocol.IP, protocol.number());
      case TRANSPORT_OF_IP6 -> carriesNumber(Protocol.IP6, protocol.number());
      case LINK -> throw new FilterException("link layer applied in wrong context", 0);
    };
  }

  private Condition carriesNumber(@Nullable Protocol within, int number) {
    if (within == Protocol.LINK) {
      return frame.carries(number);
    }
    Condition ip =
        frame
            .carries(Protocol.IP.number())
            .and(Condition.check(frame.networkOctets(9, 1), Comparison.EQUAL, number));
    Value nextHeader = frame.networkOctets(6, 1);
    Condition behindFragment =
        Condition.check(nextHeader, Comparison.EQUAL, FRAGMENT_HEADER)
            .and(Condition.check(frame.networkOctets(40, 1), Comparison.EQUAL, number));
    Condition ip6 =
        frame
            .carries(Protocol.IP6.number())
            .and(Condition.check(nextHeader, Comparison.EQUAL, number).or(behindFragment));
    if (within == null) {
      return ip.or(ip6);
    }
    return within == Protocol.IP ? ip : ip6;
  }

  private Condition broadcast(boolean ofIp) {
    if (!ofIp) {
      requireEthernet("not a broadcast link");
      return mac(0, MacAddress.BROADCAST);
    }
    if (netmask == null) {
      throw new FilterException("netmask not known, so 'ip broadcast' not supported", 0);
    }
    int host = ~netmask;
    Value destination = frame.networkOctets(16, 4);
    return frame
        .carries(Protocol.IP.number())
        .and(masked(destination, 0, host).or(masked(destination, host, host)));
  }

  private Condition multicast(Protocol protocol) {
    if (protocol == Protocol.LINK) {
      requireEthernet("link-layer multicast filters supported only on ethernet");
      return Condition.check(Frame.linkOctets(0, 1), Comparison.ANY_BIT, 1);
    }
    Condition carries = frame.carries(protocol.number());
    return protocol == Protocol.IP
        ? carries.and(Condition.check(frame.networkOctets(16, 1), Comparison.GREATER_OR_EQUAL, 224))
        : carries.and(Condition.check(frame.networkOctets(24, 1), Comparison.EQUAL, 255));
  }

  private Condition vlan(FilterExpression.Vlan vlan) {
    requireEthernet("no VLAN support for " + frame.type());
    Condition tagged = frame.carries(0x8100).or(frame.carries(0x88a8)).or(frame.carries(0x9100));
    Condition result =
        vlan.id().isEmpty()
            ? tagged
            : tagged.and(masked(frame.networkOctets(0, 2), vlan.id().getAsInt(), 0x0fff));
    frame.enterTag();
    return result;
  }

  private Condition inbound(boolean outbound) {
    requireCooked(outbound ? "outbound" : "inbound");
    Condition sent =
        Condition.check(Frame.linkOctets(SLL2_PACKET_TYPE, 1), Comparison.EQUAL, PACKET_OUTGOING);
    return outbound ? sent : Condition.not(sent);
  }

  private Condition relation(FilterExpression.Relation relation) {
    ArithmeticLowering left = new ArithmeticLowering(frame, this::carries);
    Value leftValue = left.lower(relation.left());
    ArithmeticLowering right = new ArithmeticLowering(frame, this::carries);
    Value rightValue = right.lower(relation.right());
    Condition comparison = compare(leftValue, relation.operator(), rightValue);
    Condition guard = ArithmeticLowering.both(left.guard(), right.guard());
    return guard == null ? comparison : guard.and(comparison);
  }

  private static Condition compare(Value left, FilterExpression.Relational operator, Value right) {
    return switch (operator) {
      case EQUAL -> Condition.check(left, Comparison.EQUAL, right);
      case NOT_EQUAL -> Condition.not(Condition.check(left, Comparison.EQUAL, right));
      case GREATER -> Condition.check(left, Comparison.GREATER, right);
      case GREATER_OR_EQUAL -> Condition.check(left, Comparison.GREATER_OR_EQUAL, right);
      case LESS -> Condition.not(Condition.check(left, Comparison.GREATER_OR_EQUAL, right));
      case LESS_OR_EQUAL -> Condition.not(Condition.check(left, Comparison.GREATER, right));
    };
  }

  private void requireEthernet(String otherwise) {
    if (frame.type() != LinkType.ETHERNET) {
      throw new FilterException(otherwise, 0);
    }
  }

  private void requireCooked(String word) {
    if (frame.type() != LinkType.LINUX_SLL2) {
      throw new FilterException(word + " not supported on " + frame.type(), 0);
    }
  }
}
