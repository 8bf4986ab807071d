package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Dup;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.Handover;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.Tproxy;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.QueueFlag;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements that give packets to somebody else. */
final class Handovers {
  private static final ValueType DEVICE = ValueType.of(DataType.IFACE_INDEX);
  private static final ValueType PORT = ValueType.of(DataType.INET_SERVICE);

  private final Family family;
  private final Arguments arguments;

  /** What a register holds, as a value of a type. */
  interface Arguments {
    Expression of(int register, ValueType type);
  }

  Handovers(Family family, Arguments arguments) {
    this.family = family;
    this.arguments = arguments;
  }

  Statement statement(Handover handover) {
    return switch (handover) {
      case Dup dup -> dup(dup);
      case FlowOffload(String flowtable) ->
          new Statement.FlowOffload(Name.of(flowtable), Span.NONE);
      case Fwd(int device, OptionalInt address, Family of) ->
          new Statement.Fwd(
              address.isEmpty() ? null : of,
              argument(address, address(of)),
              arguments.of(device, DEVICE),
              Span.NONE);
      case Queue queue -> queue(queue);
      case Synproxy(int mss, int wscale, int flags) ->
          new Statement.Synproxy(
              (flags & Synproxy.MSS) == 0 ? null : mss,
              (flags & Synproxy.WSCALE) == 0 ? null : wscale,
              (flags & Synproxy.TIMESTAMP) != 0,
              (flags & Synproxy.SACK_PERM) != 0,
              Span.NONE);
      case Tproxy(Family of, OptionalInt address, OptionalInt port) ->
          new Statement.Tproxy(
              family == Family.INET && of != Family.UNSPEC ? of : null,
              argument(address, address(of)),
              argument(port, PORT),
              Span.NONE);
    };
  }

  private @Nullable Expression argument(OptionalInt register, ValueType type) {
    return register.isEmpty() ? null : arguments.of(register.getAsInt(), type);
  }

  private static ValueType address(@Nullable Family family) {
    return ValueType.of(family == Family.IP6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR);
  }

  private Statement dup(Dup dup) {
    Expression address = argument(dup.address(), address(family));
    Expression device = argument(dup.device(), DEVICE);
    if (address != null) {
      return new Statement.Dup(address, device, Span.NONE);
    }
    if (device == null) {
      throw new IllegalArgumentException("a copy for nobody");
    }
    return new Statement.Dup(device, null, Span.NONE);
  }

  private Statement queue(Queue queue) {
    Set<QueueFlag> flags = EnumSet.noneOf(QueueFlag.class);
    for (QueueFlag flag : QueueFlag.values()) {
      if ((queue.flags() & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return new Statement.Queue(number(queue), flags, Span.NONE);
  }

  private Expression number(Queue queue) {
    if (queue.sreg().isPresent()) {
      return arguments.of(
          queue.sreg().getAsInt(), new ValueType(DataType.INTEGER, Short.SIZE, true));
    }
    Expression first = Expression.Symbol.number(queue.number());
    return queue.total() <= 1
        ? first
        : new Expression.Range(
            first, Expression.Symbol.number(queue.number() + queue.total() - 1), Span.NONE);
  }
}
