package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Statement;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The reject statement, and the protocol that it implies. */
final class RejectCompiler {
  private static final Map<DataType, String> NAMES =
      Map.of(
          DataType.ICMP_CODE, "icmp", DataType.ICMPV6_CODE, "icmpv6", DataType.ICMPX_CODE, "icmpx");

  private static final int ICMP_PORT_UNREACHABLE = 3;
  private static final int ICMPV6_PORT_UNREACHABLE = 4;
  private static final int ICMPX_PORT_UNREACHABLE = 1;

  private final Family family;
  private final ProtocolContext protocols;
  private final TermCompiler terms;
  private final Literals literals;

  RejectCompiler(Family family, ProtocolContext protocols, TermCompiler terms, Literals literals) {
    this.family = family;
    this.protocols = protocols;
    this.terms = terms;
    this.literals = literals;
  }

  Reject compile(Statement.Reject reject) {
    if (protocols.network() == Protocol.ARP) {
      if (family != Family.ARP && reject.type() == null) {
        throw new CompileException(
            reject.span(), "cannot infer ICMP reject variant to use: explicit value required.\n");
      }
      throw new CompileException(reject.span(), "cannot reject this network family");
    }
    return switch (reject.type()) {
      case null -> implicit();
      case ICMP -> told(reject, Protocol.IP, DataType.ICMP_CODE, ICMP_PORT_UNREACHABLE);
      case ICMPV6 -> told(reject, Protocol.IP6, DataType.ICMPV6_CODE, ICMPV6_PORT_UNREACHABLE);
      case ICMPX -> {
        if (family == Family.IP || family == Family.IP6) {
          throw new CompileException(
              reject.span(), "conflicting protocols specified: " + family.word() + " vs icmpx");
        }
        yield new Reject(
            Reject.Type.ICMPX_UNREACH, code(reject, DataType.ICMPX_CODE, ICMPX_PORT_UNREACHABLE));
      }
      case TCP_RESET -> {
        Protocol transport = protocols.transport();
        if (transport != null && transport != Protocol.TCP) {
          throw new CompileException(reject.span(), "you cannot use tcp reset with this protocol");
        }
        terms.imply(field(Protocol.TCP, "dport"), reject.span());
        yield new Reject(Reject.Type.TCP_RST, 0);
      }
    };
  }

  /** What nobody asked for depends on what is known of the packet. */
  private Reject implicit() {
    Protocol network = protocols.network();
    if (network == Protocol.IP) {
      return new Reject(Reject.Type.ICMP_UNREACH, ICMP_PORT_UNREACHABLE);
    }
    if (network == Protocol.IP6) {
      return new Reject(Reject.Type.ICMP_UNREACH, ICMPV6_PORT_UNREACHABLE);
    }
    return new Reject(Reject.Type.ICMPX_UNREACH, ICMPX_PORT_UNREACHABLE);
  }

  private Reject told(Statement.Reject reject, Protocol network, DataType codes, int otherwise) {
    int code = code(reject, codes, otherwise);
    Protocol known = protocols.network();
    if (known != null && known != network) {
      Expression written = reject.code();
      throw new CompileException(
          written == null ? reject.span() : written.span(),
          "conflicting protocols specified: " + known.word() + " vs " + network.word(),
          reject.span());
    }
    terms.imply(field(network, "saddr"), reject.span());
    return new Reject(Reject.Type.ICMP_UNREACH, code);
  }

  private int code(Statement.Reject reject, DataType type, int otherwise) {
    Expression code = reject.code();
    if (code == null) {
      return otherwise;
    }
    try {
      return literals.number(code, ValueType.of(type)).intValue();
    } catch (CompileException e) {
      boolean word =
          code instanceof Expression.Symbol symbol && symbol.kind() == Expression.Symbol.Kind.WORD;
      throw word
          ? new CompileException(code.span(), "Could not parse reject " + NAMES.get(type) + " code")
          : e;
    }
  }

  private static HeaderField field(Protocol protocol, String name) {
    @Nullable HeaderField field = protocol.field(name);
    return Objects.requireNonNull(field);
  }
}
