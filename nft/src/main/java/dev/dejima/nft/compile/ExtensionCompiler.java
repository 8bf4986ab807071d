package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Extension;
import dev.dejima.nft.syntax.Protocol;
import java.util.function.Consumer;

/** Extension headers, options and chunks, and the matches that looking for them implies. */
final class ExtensionCompiler {
  /** What {@code exthdr_present} stores: one octet. */
  private static final ValueType PRESENT = new ValueType(DataType.BOOLEAN, 8, false);

  private static final int REGISTER_BITS = 128;
  private static final int TCP_OPTIONS_BITS = 320;

  private final ProtocolContext protocols;
  private final Consumer<Step.Compare> implied;

  /**
   * A compiler of one rule's extensions.
   *
   * @param implied takes the matches that one implies, before it is used
   */
  ExtensionCompiler(ProtocolContext protocols, Consumer<Step.Compare> implied) {
    this.protocols = protocols;
    this.implied = implied;
  }

  /** Options of TCP, DCCP and chunks of SCTP are searched for in those protocols only. */
  Term term(Expression.Exthdr exthdr) {
    switch (exthdr.extension().op()) {
      case IPV6 -> imply(Protocol.IP6, exthdr);
      case IPV4 -> imply(Protocol.IP, exthdr);
      case TCPOPT, SCTP, DCCP -> {}
    }
    return bits(exthdr);
  }

  private void imply(Protocol carrier, Expression.Exthdr exthdr) {
    Step.Compare missing = protocols.missingCarrier(carrier, exthdr.span());
    while (missing != null) {
      implied.accept(missing);
      missing = protocols.missingCarrier(carrier, exthdr.span());
    }
  }

  /** What a packet that may have it has. */
  static Term.Option bits(Expression.Exthdr exthdr) {
    Extension extension = exthdr.extension();
    Extension.Field field = exthdr.field();
    return field == null
        ? new Term.Option(extension.op(), extension.type(), 0, PRESENT, true)
        : new Term.Option(
            extension.op(), extension.type(), field.offset(), ValueType.of(field), false);
  }

  /** Bits of a TCP option that are no field. */
  static Term.Option raw(Expression.RawOption raw) {
    ValueType type = new ValueType(DataType.INTEGER, raw.length(), false);
    Term.Option option = new Term.Option(Exthdr.Op.TCPOPT, raw.type(), raw.offset(), type, false);
    int masked = raw.length() + option.shift();
    if (!option.isWhole() && masked > REGISTER_BITS) {
      throw new CompileException(
          raw.span(), "mask length " + masked + " exceeds allowed maximum of " + REGISTER_BITS);
    }
    if (raw.offset() > TCP_OPTIONS_BITS) {
      throw new CompileException(
          raw.span(),
          "offset and size %d exceeds max tcp headerlen (%d)"
              .formatted(raw.offset(), TCP_OPTIONS_BITS));
    }
    return option;
  }

  /** Overwrites an option. */
  static ExthdrReset reset(Expression.Exthdr exthdr) {
    return new ExthdrReset(exthdr.extension().op(), exthdr.extension().type());
  }
}
