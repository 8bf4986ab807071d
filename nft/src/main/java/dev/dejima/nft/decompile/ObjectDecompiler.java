package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.CtStates;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.SecmarkObject;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.TunnelObject;
import dev.dejima.nft.expr.UnknownObject;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.ObjectSpec;
import dev.dejima.nft.syntax.ObjectSpec.TunnelOptions;
import dev.dejima.nft.syntax.Priority;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.packet.Bytes;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stateful objects and flowtables, from messages to the tree. */
final class ObjectDecompiler {
  private static final int USUAL_BURST = 5;

  private final Values values;

  ObjectDecompiler(Values values) {
    this.values = values;
  }

  /**
   * The kind of object of a type.
   *
   * @throws IllegalArgumentException if the language has no word for it
   */
  static ObjectKind kind(ObjectType type) {
    return switch (type) {
      case COUNTER -> ObjectKind.COUNTER;
      case QUOTA -> ObjectKind.QUOTA;
      case CT_HELPER -> ObjectKind.CT_HELPER;
      case LIMIT -> ObjectKind.LIMIT;
      case TUNNEL -> ObjectKind.TUNNEL;
      case CT_TIMEOUT -> ObjectKind.CT_TIMEOUT;
      case SECMARK -> ObjectKind.SECMARK;
      case CT_EXPECTATION -> ObjectKind.CT_EXPECTATION;
      case SYNPROXY -> ObjectKind.SYNPROXY;
      case CONNLIMIT -> ObjectKind.CT_COUNT;
      case UNSPEC -> throw new IllegalArgumentException("objects of type " + type.number());
    };
  }

  /** An object; null if the language has no word for it. */
  @Nullable StatefulObject object(NewObject object) {
    ObjectSpec spec = spec(object);
    return spec == null
        ? null
        : new StatefulObject(
            object.family(),
            Name.of(object.table()),
            Name.of(object.name()),
            object.handle(),
            spec,
            UserData.text(object.userData(), UserData.COMMENT).orElse(null),
            Span.NONE);
  }

  /** A kernel tells the table's where none was given. */
  private static Family told(@Nullable Family family, NewObject object) {
    return family == null ? object.family() : family;
  }

  private @Nullable ObjectSpec spec(NewObject object) {
    return switch (object.data()) {
      case Counter(long packets, long bytes) -> new ObjectSpec.Counter(packets, bytes);
      case Quota(long bytes, long consumed, boolean over) ->
          new ObjectSpec.Quota(over, bytes, consumed);
      case Limit limit -> new ObjectSpec.Limit(limit(limit));
      case CtHelperObject helper ->
          new ObjectSpec.CtHelper(helper.name(), helper.protocol(), told(helper.family(), object));
      case CtTimeoutObject timeout ->
          new ObjectSpec.CtTimeout(
              timeout.protocol(), told(timeout.family(), object), policy(timeout));
      case CtExpectationObject expected ->
          new ObjectSpec.CtExpectation(
              expected.protocol(),
              told(expected.family(), object),
              expected.port(),
              expected.timeout() & 0xffffffffL,
              expected.size());
      case Connlimit(int count, boolean over) -> new ObjectSpec.CtCount(over, count & 0xffffffffL);
      case SecmarkObject(String context) -> new ObjectSpec.Secmark(context);
      case Synproxy(int mss, int wscale, int flags) ->
          new ObjectSpec.Synproxy(
              (flags & Synproxy.MSS) == 0 ? null : mss,
              (flags & Synproxy.WSCALE) == 0 ? null : wscale,
              (flags & Synproxy.TIMESTAMP) != 0,
              (flags & Synproxy.SACK_PERM) != 0);
      case TunnelObject tunnel -> tunnel(tunnel);
      case UnknownObject _ -> null;
    };
  }

  /** Objects leave the usual burst out, which statements show. */
  private static Statement.Limit limit(Limit limit) {
    Statement.Limit shown = SimpleStatements.limit(limit);
    boolean usual = limit.type() == Limit.Type.PACKETS && limit.burst() == USUAL_BURST;
    return usual
        ? new Statement.Limit(
            shown.rate(), shown.unit(), shown.per(), shown.over(), null, null, Span.NONE)
        : shown;
  }

  private static SequencedMap<Name, Long> policy(CtTimeoutObject timeout) {
    SequencedMap<Name, Long> policy = new LinkedHashMap<>();
    timeout
        .policy()
        .forEach(
            (state, seconds) -> {
              String word = CtStates.word(timeout.protocol(), state);
              boolean usual = seconds.equals(CtStates.usual(timeout.protocol()).get(state));
              if (word != null && !usual) {
                policy.put(Name.of(word), seconds & 0xffffffffL);
              }
            });
    return policy;
  }

  private ObjectSpec tunnel(TunnelObject tunnel) {
    boolean version6 = tunnel.source().length() == 16 || tunnel.destination().length() == 16;
    return new ObjectSpec.Tunnel(
        tunnel.id() & 0xffffffffL,
        address(tunnel.source()),
        address(tunnel.destination()),
        version6,
        tunnel.sourcePort(),
        tunnel.destinationPort(),
        tunnel.tos(),
        tunnel.ttl(),
        switch (tunnel.options()) {
          case null -> null;
          case TunnelObject.Vxlan(int policy) -> new TunnelOptions.Vxlan(policy);
          case TunnelObject.Erspan1(int index) -> new TunnelOptions.Erspan(1, index, false, 0);
          case TunnelObject.Erspan2(boolean egress, int id) ->
              new TunnelOptions.Erspan(2, 0, egress, id);
          case TunnelObject.Geneve(var list) ->
              new TunnelOptions.Geneve(
                  list.stream()
                      .map(o -> new ObjectSpec.GeneveOption(o.optionClass(), o.type(), o.data()))
                      .toList());
        });
  }

  private @Nullable Expression address(Bytes octets) {
    if (octets.length() == 0) {
      return null;
    }
    ValueType type = ValueType.of(octets.length() == 16 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR);
    return values.value(type.decode(octets), type);
  }

  static Flowtable flowtable(NewFlowtable flowtable) {
    NewFlowtable.Hook hook = flowtable.hook();
    Set<Flowtable.Flag> flags = EnumSet.noneOf(Flowtable.Flag.class);
    for (Flowtable.Flag flag : Flowtable.Flag.values()) {
      if ((flowtable.flags() & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return new Flowtable(
        flowtable.family(),
        Name.of(flowtable.table()),
        Name.of(flowtable.name()),
        flowtable.handle(),
        hook == null
            ? null
            : new Flowtable.Hook(
                hook.hook(),
                Priority.of(dev.dejima.nft.expr.Family.NETDEV, hook.hook(), hook.priority())),
        flowtable.devices(),
        flags,
        Span.NONE);
  }
}
