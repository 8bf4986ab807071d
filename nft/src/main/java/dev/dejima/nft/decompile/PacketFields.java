package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement.Match;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a trace tells of a packet, as matches that the packet would meet: which of its fields nft
 * shows, and in which order.
 */
public final class PacketFields {
  /** {@code ARPHRD_ETHER}. */
  private static final int ETHERNET = 1;

  private static final int OCTETS_BEFORE_VLAN = 14;
  private static final Set<Integer> VLAN_TYPES = Set.of(0x8100, 0x88a8);

  private static final Map<Integer, Protocol> NETWORKS =
      Map.of(0x0800, Protocol.IP, 0x86dd, Protocol.IP6, 0x0806, Protocol.ARP);

  private static final Map<Integer, Protocol> TRANSPORTS =
      Map.ofEntries(
          Map.entry(1, Protocol.ICMP),
          Map.entry(2, Protocol.IGMP),
          Map.entry(6, Protocol.TCP),
          Map.entry(17, Protocol.UDP),
          Map.entry(33, Protocol.DCCP),
          Map.entry(47, Protocol.GRE),
          Map.entry(50, Protocol.ESP),
          Map.entry(51, Protocol.AH),
          Map.entry(58, Protocol.ICMPV6),
          Map.entry(108, Protocol.COMP),
          Map.entry(132, Protocol.SCTP),
          Map.entry(136, Protocol.UDPLITE));

  /** The order in which fields are shown, where it is not that of the header. */
  private static final Map<Protocol, List<String>> ORDER =
      Map.of(
          Protocol.ETHER,
          List.of("saddr", "daddr", "type"),
          Protocol.IP,
          List.of("saddr", "daddr", "dscp", "ecn", "ttl", "id", "protocol", "length"),
          Protocol.IP6,
          List.of("saddr", "daddr", "dscp", "ecn", "hoplimit", "flowlabel", "nexthdr", "length"),
          Protocol.ARP,
          List.of("operation"),
          Protocol.TCP,
          List.of("sport", "dport", "flags", "window"),
          Protocol.AH,
          List.of("spi", "hdrlength", "nexthdr"));

  private final Values values;
  private final boolean numeric;

  public PacketFields(Environment environment, ListOptions options) {
    this.values = new Values(environment, options);
    this.numeric = options.numericSymbols();
  }

  /** The devices and headers of a packet; empty if the event does not tell them. */
  public List<Match> packet(TraceEvent event) {
    if (event.linkHeader().isEmpty() && event.networkHeader().isEmpty()) {
      return List.of();
    }
    List<Match> told = new ArrayList<>();
    if (event.iif() != 0) {
      told.add(meta(MetaKey.IIF, event.iif()));
    }
    if (event.oif() != 0) {
      told.add(meta(MetaKey.OIF, event.oif()));
    }
    Protocol network = link(event, told);
    Protocol transport = network(event, network, told);
    if (transport != null) {
      told.addAll(header(transport, event.transportHeader()));
    }
    return told;
  }

  /** What connection tracking knows of it; empty if the event does not tell. */
  public List<Match> tracked(TraceEvent event) {
    TraceEvent.Tracked tracked = event.tracked();
    if (tracked == null) {
      return List.of();
    }
    Match state = ct(CtKey.STATE, tracked.state());
    TraceEvent.Connection connection = tracked.connection();
    if (connection == null) {
      return List.of(state);
    }
    List<Match> told = new ArrayList<>(List.of(ct(CtKey.DIRECTION, connection.direction()), state));
    if (connection.status() != 0) {
      told.add(ct(CtKey.STATUS, connection.status()));
    }
    told.add(ct(CtKey.ID, connection.id()));
    return told;
  }

  /** The mark of the packet; empty if it has none. */
  public List<Match> mark(TraceEvent event) {
    return event.mark() == 0 ? List.of() : List.of(meta(MetaKey.MARK, event.mark()));
  }

  private Match meta(MetaKey key, int value) {
    return match(
        new Expression.Meta(key, Span.NONE),
        values.value(BigInteger.valueOf(Integer.toUnsignedLong(value)), ValueType.of(key)));
  }

  private Match ct(CtKey key, int value) {
    BigInteger number = BigInteger.valueOf(Integer.toUnsignedLong(value));
    ValueType type = ValueType.of(key);
    return match(
        new Expression.Ct(key, (Ct.Direction) null, Span.NONE),
        type.data().isBitmask() ? values.flagList(number, type) : values.value(number, type));
  }

  private static Match match(Expression left, Expression right) {
    return new Match(left, RelationalOperator.IMPLICIT, right, Span.NONE);
  }

  /** Adds the link header; answers the protocol that it announces, or that the family implies. */
  private @Nullable Protocol link(TraceEvent event, List<Match> told) {
    Protocol implied = implied(event);
    boolean ethernet = event.family() == Family.BRIDGE || event.iifType() == ETHERNET;
    Bytes header = event.linkHeader();
    if (header.isEmpty() || !ethernet) {
      return implied;
    }
    List<Match> fields = new ArrayList<>(header(Protocol.ETHER, header));
    int type = type(header, OCTETS_BEFORE_VLAN - 2);
    if (VLAN_TYPES.contains(type) && header.length() >= OCTETS_BEFORE_VLAN + 4) {
      fields.removeLast();
      fields.addAll(
          header(Protocol.VLAN, header.slice(OCTETS_BEFORE_VLAN, OCTETS_BEFORE_VLAN + 4)));
      type = type(header, OCTETS_BEFORE_VLAN + 2);
    }
    Protocol network = NETWORKS.get(type);
    if (network != null || implied != null) {
      fields.removeLast();
    }
    told.addAll(fields);
    return implied == null ? network : implied;
  }

  private static int type(Bytes header, int at) {
    return header.length() < at + 2 ? 0 : (int) header.slice(at, at + 2).toLongBigEndian();
  }

  private static @Nullable Protocol implied(TraceEvent event) {
    return switch (event.family()) {
      case IP -> Protocol.IP;
      case IP6 -> Protocol.IP6;
      case ARP -> Protocol.ARP;
      case INET, NETDEV ->
          switch (event.nfproto()) {
            case IP -> Protocol.IP;
            case IP6 -> Protocol.IP6;
            default -> null;
          };
      default -> null;
    };
  }

  /** Adds the network header; answers the protocol that it announces. */
  private @Nullable Protocol network(
      TraceEvent event, @Nullable Protocol network, List<Match> told) {
    Bytes header = event.networkHeader();
    if (network == null || header.isEmpty()) {
      return null;
    }
    List<Match> fields = new ArrayList<>(header(network, header));
    HeaderField next = network.field(network == Protocol.IP ? "protocol" : "nexthdr");
    Protocol transport =
        next == null || next.offset() + next.length() > 8 * header.length()
            ? null
            : TRANSPORTS.get(value(next, header).intValue());
    boolean one = event.family() == Family.IP || event.family() == Family.IP6;
    if (one && transport != null && !event.transportHeader().isEmpty()) {
      fields.removeIf(
          match -> match.left() instanceof Expression.Payload(HeaderField f, _) && f.equals(next));
    }
    told.addAll(fields);
    return transport;
  }

  /** The fields that follow each other from the start of a header, those shown, in their order. */
  private List<Match> header(Protocol protocol, Bytes octets) {
    List<HeaderField> present = new ArrayList<>();
    int at = 0;
    int end = 8 * octets.length();
    for (HeaderField field : protocol.fields()) {
      if (field.offset() == at && at < end) {
        present.add(field);
        at += field.length();
      }
    }
    List<String> order = ORDER.get(protocol);
    List<Match> shown = new ArrayList<>();
    if (order == null) {
      present.removeIf(
          field -> field.name().equals("checksum") && field.protocol() != Protocol.UDP);
      present.forEach(field -> shown.add(field(field, octets)));
      return shown;
    }
    for (String name : order) {
      for (HeaderField field : present) {
        if (field.name().equals(name)) {
          shown.add(field(field, octets));
        }
      }
    }
    return shown;
  }

  private Match field(HeaderField field, Bytes octets) {
    BigInteger value = value(field, octets);
    Expression payload = new Expression.Payload(field, Span.NONE);
    ValueType type = ValueType.of(field);
    if (field.type() == DataType.TCP_FLAG) {
      boolean named = value.bitCount() == 1 && !numeric;
      return new Match(
          payload,
          RelationalOperator.EQ,
          named ? values.flagList(value, type) : Values.hex(value, 0),
          Span.NONE);
    }
    return match(payload, values.value(value, type));
  }

  /** The bits of a field; those that are there, if the trace ends within it. */
  private static BigInteger value(HeaderField field, Bytes octets) {
    int end = Math.min(field.offset() + field.length(), 8 * octets.length());
    BigInteger all = new BigInteger(1, octets.toArray());
    return all.shiftRight(8 * octets.length() - end)
        .mod(BigInteger.ONE.shiftLeft(end - field.offset()));
  }
}
