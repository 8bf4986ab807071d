package dev.dejima.packet.filter;

import dev.dejima.packet.filter.Arithmetic.Operator;
import dev.dejima.packet.filter.Test.Comparison;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lowers one side of a comparison. Reading {@code tcp[…]} makes sense in TCP packets only, so it
 * brings a guard along. As in libpcap, an operator keeps the guard of its left side alone.
 */
final class ArithmeticLowering {
  private final Frame frame;
  private final Function<Protocol, Condition> carries;
  private @Nullable Condition guard;

  ArithmeticLowering(Frame frame, Function<Protocol, Condition> carries) {
    this.frame = frame;
    this.carries = carries;
  }

  /** What must hold before the number may be computed; null if nothing. */
  @Nullable Condition guard() {
    return guard;
  }

  static @Nullable Condition both(@Nullable Condition left, @Nullable Condition right) {
    if (left == null) {
      return right;
    }
    return right == null ? left : left.and(right);
  }

  Value lower(Arithmetic arithmetic) {
    return switch (arithmetic) {
      case Arithmetic.Constant constant -> new Value.Constant(constant.value());
      case Arithmetic.PacketLength _ -> new Value.PacketLength();
      case Arithmetic.Negation negation -> Value.negate(lower(negation.operand()));
      case Arithmetic.Binary binary -> {
        Value left = lower(binary.left());
        Value right = new ArithmeticLowering(frame, carries).lower(binary.right());
        yield Value.compute(binary.operator(), left, right);
      }
      case Arithmetic.Octets octets -> octets(octets);
    };
  }

  private Value octets(Arithmetic.Octets octets) {
    Value index = lower(octets.index());
    Protocol protocol = octets.protocol();
    int size = octets.size();
    return switch (protocol.layer()) {
      case LINK -> Value.load(size, index, 0);
      case NETWORK -> {
        guard = both(guard, carries.apply(protocol));
        yield Value.load(size, index, frame.network());
      }
      case TRANSPORT, TRANSPORT_OF_IP -> {
        Condition first = carries.apply(protocol).and(PortLowering.notLaterFragment(frame));
        guard = carries.apply(Protocol.IP).and(guard == null ? first : guard.and(first));
        yield behindIpHeader(size, index);
      }
      case TRANSPORT_OF_IP6 -> {
        Condition next =
            Condition.check(frame.networkOctets(6, 1), Comparison.EQUAL, protocol.number());
        Condition ip6 = carries.apply(Protocol.IP6);
        guard = (guard == null ? ip6 : guard.and(ip6)).and(next);
        yield Value.load(size, index, frame.network() + 40);
      }
      case LINK_CONTROL, EXTENSION -> throw new FilterException("unsupported index operation", 0);
    };
  }

  private Value behindIpHeader(int size, Value index) {
    Value header = new Value.HeaderLength(frame.network());
    return index instanceof Value.Constant constant
        ? new Value.Load(size, header, frame.network() + constant.value())
        : new Value.Load(size, Value.compute(Operator.ADD, index, header), frame.network());
  }
}
