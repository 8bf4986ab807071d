package dev.dejima.nft.compile;

import dev.dejima.nft.compile.Literals.Interval;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements that translate addresses. Constants take a register of 16 octets each; what a map
 * holds lies field behind field in the registers that it is loaded into.
 */
final class NatCompiler {
  private static final ValueType PORT = ValueType.of(DataType.INET_SERVICE);
  private static final int REGISTER_OCTETS = 16;

  private final Family family;
  private final ProtocolContext protocols;
  private final TermCompiler terms;
  private final Literals literals;

  NatCompiler(Family family, ProtocolContext protocols, TermCompiler terms, Literals literals) {
    this.family = family;
    this.protocols = protocols;
    this.terms = terms;
    this.literals = literals;
  }

  /** Registers on the way to a range. */
  private static final class Registers {
    private final Emitter emitter = new Emitter();
    private OptionalInt addressMin = OptionalInt.empty();
    private OptionalInt addressMax = OptionalInt.empty();
    private OptionalInt portMin = OptionalInt.empty();
    private OptionalInt portMax = OptionalInt.empty();
    private int next;

    private NatRange range(int flags) {
      return new NatRange(addressMin, addressMax, portMin, portMax, flags);
    }
  }

  List<Expr> compile(Statement.Nat nat) {
    checkFamily(nat.span());
    Registers registers = new Registers();
    Family addresses = addressFamily(nat);
    int flags = flags(nat.flags());
    Expression address = nat.address();
    Expression port = nat.port();
    if (address != null) {
      flags |= address(registers, nat, address, addresses);
    }
    if (port != null) {
      if (registers.portMin.isPresent()) {
        String message = "nat map and protocol are mutually exclusive";
        throw new CompileException(nat.span(), message, port.span());
      }
      flags |= NatRange.PROTO_SPECIFIED;
      port(registers, port, nat.span());
    }
    List<Expr> exprs = new ArrayList<>(registers.emitter.exprs());
    exprs.add(new Nat(nat.type() == Statement.NatType.DNAT, addresses, registers.range(flags)));
    return exprs;
  }

  List<Expr> compile(Statement.Masquerade masquerade) {
    checkFamily(masquerade.span());
    Registers registers = new Registers();
    int flags = ports(registers, masquerade.port(), masquerade.flags(), masquerade.span());
    List<Expr> exprs = new ArrayList<>(registers.emitter.exprs());
    exprs.add(new Masquerade(registers.range(flags)));
    return exprs;
  }

  List<Expr> compile(Statement.Redirect redirect) {
    checkFamily(redirect.span());
    Registers registers = new Registers();
    int flags = ports(registers, redirect.port(), redirect.flags(), redirect.span());
    List<Expr> exprs = new ArrayList<>(registers.emitter.exprs());
    exprs.add(new Redirect(registers.range(flags)));
    return exprs;
  }

  private void checkFamily(Span span) {
    if (family != Family.IP && family != Family.IP6 && family != Family.INET) {
      throw new CompileException(span, "NAT is only supported for IPv4/IPv6");
    }
  }

  private int ports(
      Registers registers, @Nullable Expression port, Set<Statement.NatFlag> flags, Span span) {
    if (port == null) {
      return flags(flags);
    }
    port(registers, port, span);
    return flags(flags) | NatRange.PROTO_SPECIFIED;
  }

  private static int flags(Set<Statement.NatFlag> flags) {
    int bits = 0;
    for (Statement.NatFlag flag : flags) {
      bits |= flag.bit();
    }
    return bits;
  }

  private Family addressFamily(Statement.Nat nat) {
    Family written = nat.family();
    if (written != null) {
      return written;
    }
    if (family != Family.INET) {
      return family;
    }
    if (nat.address() == null) {
      return Family.INET;
    }
    Protocol network = protocols.network();
    if (network == Protocol.IP) {
      return Family.IP;
    }
    if (network == Protocol.IP6) {
      return Family.IP6;
    }
    throw new CompileException(
        nat.span(),
        "specify `%1$s ip' or '%1$s ip6' in inet table to disambiguate"
            .formatted(nat.type().name().toLowerCase(Locale.ROOT)));
  }

  /** Loads the addresses; the flags that their form asks for. */
  private int address(
      Registers registers, Statement.Nat nat, Expression address, Family addresses) {
    ValueType type =
        ValueType.of(addresses == Family.IP6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR);
    boolean prefix = nat.target() == Statement.NatTarget.PREFIX;
    int flags = prefix ? NatRange.NETMAP : 0;
    if (Literals.isConstant(address)) {
      Interval interval = literals.interval(address, type);
      registers.addressMin = constant(registers, interval.low(), type);
      if (address instanceof Expression.Range || address instanceof Expression.Prefix) {
        registers.addressMax = constant(registers, interval.high(), type);
      }
      return flags;
    }
    List<ValueType> wanted = targetsPort(nat, address) ? List.of(type, PORT) : List.of(type);
    Term term = terms.term(address, wanted);
    if (term instanceof Term.Mapped mapped) {
      registers.emitter.load(term, 0);
      fields(registers, mapped.set(), nat.span());
    } else {
      checkAddress(address, term, type);
      registers.emitter.load(term, 0);
      registers.addressMin = OptionalInt.of(Register.R1);
      registers.next = REGISTER_OCTETS;
    }
    return flags;
  }

  private static void checkAddress(Expression address, Term term, ValueType type) {
    if (term.types().size() != 1 || term.type().data() != type.data()) {
      throw new CompileException(
          address.span(),
          "datatype mismatch: expected %s, expression has type %s"
              .formatted(TypeNames.description(type.data()), TypeNames.description(term.types())));
    }
  }

  /** A map may hold a port behind the address: it says so, or its first element shows it. */
  private static boolean targetsPort(Statement.Nat nat, Expression address) {
    if (nat.target() == Statement.NatTarget.ADDRESS_AND_PORT) {
      return true;
    }
    return address instanceof Expression.MapExpr map
        && map.map() instanceof Expression.SetLiteral literal
        && !literal.elements().isEmpty()
        && literal.elements().getFirst().value() instanceof Expression.Concat;
  }

  /** Where the fields of a map's data lie: the lowest, and behind them the highest. */
  private void fields(Registers registers, SetUse set, Span span) {
    int width = Register.padded(set.data().getFirst().octets());
    boolean ports = set.data().size() > 1;
    int span16 = width + (ports ? Register.padded(PORT.octets()) : 0);
    registers.addressMin = OptionalInt.of(Emitter.register(0));
    if (ports) {
      checkTransport(span, null);
      registers.portMin = OptionalInt.of(Emitter.register(width));
    }
    if (set.dataInterval()) {
      registers.addressMax = OptionalInt.of(Emitter.register(span16));
      if (ports) {
        registers.portMax = OptionalInt.of(Emitter.register(span16 + width));
      }
    }
    registers.next = REGISTER_OCTETS;
  }

  private void port(Registers registers, Expression port, Span span) {
    Span place = port.span().isKnown() ? port.span() : span;
    if (Literals.isConstant(port)) {
      Interval interval = literals.interval(port, PORT);
      checkTransport(place, span);
      registers.portMin = constant(registers, interval.low(), PORT);
      if (port instanceof Expression.Range) {
        registers.portMax = constant(registers, interval.high(), PORT);
      }
      return;
    }
    ElementCompiler.checkSingleData(port);
    Term term = terms.argument(port, PORT, span);
    checkTransport(place, span);
    registers.emitter.load(term, registers.next);
    registers.portMin = OptionalInt.of(Emitter.register(registers.next));
  }

  private void checkTransport(Span span, @Nullable Span statement) {
    if (!protocols.transportMatched()) {
      throw new CompileException(
          span,
          "transport protocol mapping is only valid after transport protocol match",
          statement);
    }
  }

  private static OptionalInt constant(
      Registers registers, java.math.BigInteger value, ValueType type) {
    int place = registers.next;
    registers.emitter.load(new Term.Constant(value, type), place);
    registers.next += REGISTER_OCTETS;
    return OptionalInt.of(Emitter.register(place));
  }
}
