package dev.dejima.nft.compile;

import dev.dejima.nft.compile.Literals.Interval;
import dev.dejima.nft.expr.Dup;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.Tproxy;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.QueueFlag;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The statements that give packets to somebody else; each argument takes 16 octets of registers.
 */
final class HandoverCompiler {
  private static final ValueType QUEUE = new ValueType(DataType.INTEGER, 16, true);
  private static final ValueType DEVICE = ValueType.of(DataType.IFACE_INDEX);
  private static final ValueType PORT = ValueType.of(DataType.INET_SERVICE);
  private static final int REGISTER_OCTETS = 16;
  private static final long QUEUES_MOST = 0xffff;

  private final Family family;
  private final ProtocolContext protocols;
  private final TermCompiler terms;
  private final Literals literals;
  private final Emitter emitter = new Emitter();
  private int next;

  HandoverCompiler(
      Family family, ProtocolContext protocols, TermCompiler terms, Literals literals) {
    this.family = family;
    this.protocols = protocols;
    this.terms = terms;
    this.literals = literals;
  }

  List<Expr> compile(Statement.Handover handover) {
    emitter.add(
        switch (handover) {
          case Statement.Dup dup -> dup(dup);
          case Statement.FlowOffload flow -> new FlowOffload(flow.flowtable().text());
          case Statement.Fwd fwd -> fwd(fwd);
          case Statement.Queue queue -> queue(queue);
          case Statement.Synproxy synproxy -> synproxy(synproxy);
          case Statement.Tproxy tproxy -> tproxy(tproxy);
        });
    return emitter.exprs();
  }

  private Expr dup(Statement.Dup dup) {
    Expression device = dup.device();
    return switch (family) {
      case IP, IP6 -> {
        OptionalInt address =
            OptionalInt.of(argument(dup.to(), address(family), dup.span(), "dup"));
        yield new Dup(
            address,
            device == null
                ? OptionalInt.empty()
                : OptionalInt.of(argument(device, DEVICE, dup.span(), "dup")));
      }
      case NETDEV -> {
        if (device != null) {
          throw new CompileException(dup.span(), "cannot specify device");
        }
        yield new Dup(
            OptionalInt.empty(), OptionalInt.of(argument(dup.to(), DEVICE, dup.span(), "dup")));
      }
      case ARP, BRIDGE, INET, UNSPEC ->
          throw new CompileException(dup.span(), "unsupported family");
    };
  }

  private Expr fwd(Statement.Fwd fwd) {
    if (family != Family.NETDEV) {
      throw new CompileException(fwd.span(), "unsupported family");
    }
    int device = argument(fwd.device(), DEVICE, fwd.span(), "fwd");
    Expression address = fwd.address();
    Family of = fwd.family();
    return address == null || of == null
        ? new Fwd(device, OptionalInt.empty(), null)
        : new Fwd(device, OptionalInt.of(argument(address, address(of), fwd.span(), "fwd")), of);
  }

  private static ValueType address(Family family) {
    return ValueType.of(family == Family.IP6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR);
  }

  /** Loads an argument behind those before it; the register that it begins at. */
  private int argument(Expression expression, ValueType type, Span statement, String word) {
    int place = next;
    next += REGISTER_OCTETS;
    if (expression instanceof Expression.Range || expression instanceof Expression.Prefix) {
      throw new CompileException(expression.span(), word + ": range argument not supported");
    }
    emitter.load(terms.argument(expression, type, statement), place);
    return Emitter.register(place);
  }

  private Expr queue(Statement.Queue queue) {
    int flags = queue.flags().stream().mapToInt(QueueFlag::bit).reduce(0, (a, b) -> a | b);
    Expression number = queue.number();
    if (queue.flags().contains(QueueFlag.FANOUT) && !(number instanceof Expression.Range)) {
      throw new CompileException(number.span(), "fanout requires a range to be specified");
    }
    if (!Literals.isConstant(number)) {
      Term term = terms.argument(number, QUEUE, queue.span());
      if (term.most() > QUEUES_MOST) {
        throw new CompileException(
            number.span(), "queue expression max value exceeds " + QUEUES_MOST);
      }
      emitter.load(term, 0);
      return new Queue(0, 1, flags, OptionalInt.of(Register.R1));
    }
    Interval interval = literals.interval(number, QUEUE);
    int low = interval.low().intValue();
    return new Queue(low, interval.high().intValue() - low + 1, flags, OptionalInt.empty());
  }

  private static Expr synproxy(Statement.Synproxy synproxy) {
    Integer mss = synproxy.mss();
    Integer wscale = synproxy.wscale();
    int flags =
        (mss == null ? 0 : Synproxy.MSS)
            | (wscale == null ? 0 : Synproxy.WSCALE)
            | (synproxy.timestamp() ? Synproxy.TIMESTAMP : 0)
            | (synproxy.sackPerm() ? Synproxy.SACK_PERM : 0);
    return new Synproxy(mss == null ? 0 : mss, wscale == null ? 0 : wscale, flags);
  }

  private Expr tproxy(Statement.Tproxy tproxy) {
    Family of = proxied(tproxy);
    if (!protocols.transportMatched()) {
      throw new CompileException(
          tproxy.span(), "Transparent proxy support requires transport protocol match");
    }
    checkNetwork(tproxy, of);
    OptionalInt address = OptionalInt.empty();
    if (tproxy.address() != null) {
      Family known = of == Family.UNSPEC ? inferred(tproxy) : of;
      address = OptionalInt.of(single(tproxy.address(), address(known), tproxy.span(), "Address"));
      of = known;
    }
    OptionalInt port =
        tproxy.port() == null
            ? OptionalInt.empty()
            : OptionalInt.of(single(tproxy.port(), PORT, tproxy.span(), "Port"));
    return new Tproxy(of, address, port);
  }

  /** Whose packets a statement is about: those of its table's family, if it does not say. */
  private Family proxied(Statement.Tproxy tproxy) {
    Family written = tproxy.family();
    return switch (family) {
      case IP, IP6 -> written == null ? family : written;
      case INET -> written == null ? Family.UNSPEC : written;
      case ARP, BRIDGE, NETDEV, UNSPEC ->
          throw new CompileException(tproxy.span(), "tproxy is only supported for IPv4/IPv6/INET");
    };
  }

  private void checkNetwork(Statement.Tproxy tproxy, Family of) {
    Protocol known = protocols.network();
    boolean conflict =
        (known == Protocol.IP && of != Family.IP) || (known == Protocol.IP6 && of != Family.IP6);
    if (known != null && conflict) {
      throw new CompileException(
          tproxy.span(),
          "conflicting protocols specified: %s vs. %s. You must specify ip or ip6 family in tproxy statement"
              .formatted(known.word(), of.word()));
    }
  }

  /** What a map's key belongs to tells the family of the addresses in it. */
  private static Family inferred(Statement.Tproxy tproxy) {
    Family told = tproxy.address() instanceof Expression.MapExpr map ? told(map.key()) : null;
    if (told == null) {
      throw new CompileException(
          tproxy.span(), "specify `tproxy ip' or 'tproxy ip6' in inet table to disambiguate");
    }
    return told;
  }

  private static @Nullable Family told(Expression key) {
    return switch (key) {
      case Expression.Payload payload ->
          switch (payload.field().protocol()) {
            case IP -> Family.IP;
            case IP6 -> Family.IP6;
            default -> null;
          };
      case Expression.Concat concat ->
          concat.parts().stream()
              .map(HandoverCompiler::told)
              .filter(family -> family != null)
              .reduce((first, last) -> last)
              .orElse(null);
      default -> null;
    };
  }

  private int single(Expression expression, ValueType type, Span statement, String what) {
    if (expression instanceof Expression.Range || expression instanceof Expression.Prefix) {
      throw new CompileException(statement, what + " ranges are not supported for tproxy.");
    }
    return argument(expression, type, statement, "tproxy");
  }
}
