package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.IcmpFields;
import dev.dejima.nft.compile.ProtocolContext;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a rule so far, and which of them a later one implies: those are left out once a
 * field of the header is used that they ask for.
 */
final class Dependencies {
  private final Family family;
  private final ProtocolContext protocols;
  private final @Nullable Dependencies outer;
  private final List<Statement> statements;
  private final Map<Payload.Base, Statement> pending = new EnumMap<>(Payload.Base.class);
  private @Nullable Statement icmpType;
  private boolean entering = true;
  private boolean oneValue;

  Dependencies(Family family, ProtocolContext protocols) {
    this(family, protocols, new ArrayList<>(), null);
  }

  private Dependencies(
      Family family,
      ProtocolContext protocols,
      List<Statement> statements,
      @Nullable Dependencies outer) {
    this.family = family;
    this.protocols = protocols;
    this.statements = statements;
    this.outer = outer;
  }

  /** Of the packets inside tunnels, with the same statements. */
  Dependencies inside(ProtocolContext inner) {
    return new Dependencies(Family.BRIDGE, inner, statements, this);
  }

  List<Statement> statements() {
    return statements;
  }

  /** Adds a statement. What stands before one that acts must stay: it says when that acts. */
  void add(Statement statement) {
    statements.add(statement);
    if (!(statement instanceof Statement.Match)) {
      pending.clear();
    }
  }

  /** Takes note of a match that lets one value of a meta key pass. */
  void matched(MetaKey key, BigInteger value, Statement statement) {
    Payload.Base layer =
        switch (key) {
          case IIFTYPE -> Payload.Base.LINK;
          case NFPROTO, PROTOCOL -> Payload.Base.NETWORK;
          case L4PROTO -> Payload.Base.TRANSPORT;
          default -> null;
        };
    if (layer != null) {
      boolean known = layer == Payload.Base.NETWORK && protocols.network() != null;
      if (!known) {
        pending.put(layer, statement);
      }
      protocols.learn(key, value);
    }
  }

  /** Takes note of a match that lets one value of a header's field pass. */
  void matched(HeaderField field, Statement statement) {
    boolean first = field.name().equals("type");
    switch (field.protocol()) {
      case ETHER, VLAN -> {
        if (first) {
          boolean tag = protocols.link() == Protocol.VLAN && field.protocol() == Protocol.ETHER;
          pending.put(tag ? Payload.Base.LINK : Payload.Base.NETWORK, statement);
        }
      }
      case IP, IP6 -> {
        if (field.name().equals("protocol") || field.name().equals("nexthdr")) {
          pending.put(Payload.Base.TRANSPORT, statement);
        }
      }
      case ICMP, ICMPV6 -> {
        if (first) {
          icmpType = statement;
        }
      }
      default -> {}
    }
  }

  /** Whether looking into a tunnel says that there is one, for what is used from here on. */
  void entering(boolean yes) {
    entering = yes;
  }

  /** A match of the protocol field of a header stays. */
  private void dropTunnel() {
    boolean asked =
        pending.get(Payload.Base.TRANSPORT) instanceof Statement.Match match
            && match.left() instanceof Expression.Meta;
    if (asked && protocols.transport() == Protocol.GRE) {
      drop(Payload.Base.TRANSPORT);
    }
  }

  /** A match of one value of a field, or of several: the latter implies its tag. */
  void used(HeaderField field, boolean single) {
    oneValue = single;
    used(field);
    oneValue = false;
  }

  /** Leaves out what using a field implies. */
  void used(HeaderField field) {
    Protocol protocol = field.protocol();
    if (outer != null && entering) {
      outer.dropTunnel();
    }
    if (protocol == Protocol.TH) {
      return;
    }
    if (protocol.base() != Payload.Base.LINK || impliesLink(field)) {
      imply(protocol.base());
    }
    if ((protocol == Protocol.ICMP || protocol == Protocol.ICMPV6)
        && ProtocolContext.carrier(protocol) != null
        && ProtocolContext.carrier(protocol) == protocols.network()) {
      drop(Payload.Base.NETWORK);
    }
    if (IcmpFields.types(field).size() == 1 && icmpType != null) {
      remove(icmpType);
      icmpType = null;
    }
  }

  /** Leaves out what looking for an extension header, an option or a chunk implies. */
  void used(Exthdr.Op op) {
    switch (op) {
      case IPV6, IPV4 -> drop(Payload.Base.NETWORK);
      case TCPOPT -> {
        if (protocols.transport() == Protocol.TCP) {
          drop(Payload.Base.TRANSPORT);
        }
      }
      case SCTP, DCCP -> {}
    }
  }

  /** Whether the match that asks for a layer's protocol may still be left out. */
  boolean awaits(Payload.Base layer) {
    return pending.containsKey(layer);
  }

  /** Only the usual tag is what a field of a tag implies; the type in a tag never is. */
  private boolean impliesLink(HeaderField field) {
    return !(pending.get(Payload.Base.LINK) instanceof Statement.Match match)
        || !(match.left() instanceof Expression.Payload payload)
        || (!(oneValue && field.name().equals("type"))
            && payload.field().protocol() == Protocol.ETHER
            && match.right() instanceof Expression.Symbol tag
            && (tag.text().equals("8021q") || tag.text().equals("0x8100")));
  }

  /** Leaves out the match that asks for a layer's protocol. */
  void imply(Payload.Base layer) {
    Statement statement = pending.get(layer);
    boolean restricts =
        layer == Payload.Base.TRANSPORT
            && family != Family.IP
            && family != Family.IP6
            && statement instanceof Statement.Match match
            && Terms.outside(match.left()) instanceof Expression.Payload;
    if (!restricts) {
      drop(layer);
    }
  }

  private void drop(Payload.Base layer) {
    Statement statement = pending.remove(layer);
    if (statement != null) {
      remove(statement);
    }
  }

  private void remove(Statement statement) {
    for (int i = 0; i < statements.size(); i++) {
      if (isSame(statements.get(i), statement)) {
        statements.remove(i);
        return;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // two statements may say the same
  private static boolean isSame(Statement one, Statement other) {
    return one == other;
  }
}
