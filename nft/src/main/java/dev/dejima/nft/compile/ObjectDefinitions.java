package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.SecmarkObject;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.TunnelObject;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.ObjectSpec;
import dev.dejima.nft.syntax.ObjectSpec.TunnelOptions;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.packet.Bytes;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Stateful objects and flowtables. */
final class ObjectDefinitions {
  private record Key(Family family, String table, ObjectType type, String name) {}

  private final Literals literals;

  /** The objects that there are, or that the batch makes. */
  private final Set<Key> known = new HashSet<>();

  ObjectDefinitions(Snapshot snapshot, Literals literals) {
    this.literals = literals;
    for (NewObject object : snapshot.objects()) {
      known.add(
          new Key(object.family(), object.table(), object.data().objectType(), object.name()));
    }
  }

  /** The kernel's type of a kind of object. */
  static ObjectType type(ObjectKind kind) {
    return switch (kind) {
      case COUNTER -> ObjectType.COUNTER;
      case QUOTA -> ObjectType.QUOTA;
      case LIMIT -> ObjectType.LIMIT;
      case CT_HELPER -> ObjectType.CT_HELPER;
      case CT_TIMEOUT -> ObjectType.CT_TIMEOUT;
      case CT_EXPECTATION -> ObjectType.CT_EXPECTATION;
      case CT_COUNT -> ObjectType.CONNLIMIT;
      case SECMARK -> ObjectType.SECMARK;
      case SYNPROXY -> ObjectType.SYNPROXY;
      case TUNNEL -> ObjectType.TUNNEL;
    };
  }

  /** Whether a table has an object of a type and name. */
  boolean has(Family family, String table, ObjectType type, String name) {
    return known.contains(new Key(family, table, type, name));
  }

  /** The message that makes an object. */
  NewObject message(StatefulObject object, Set<NewFlag> mode) {
    ObjectData data = data(object);
    String table = object.table().text();
    known.add(new Key(object.family(), table, data.objectType(), object.name().text()));
    String comment = object.comment();
    return new NewObject(
        object.family(),
        table,
        object.name().text(),
        0,
        data,
        0,
        comment == null ? Bytes.EMPTY : UserData.text(UserData.COMMENT, comment),
        mode);
  }

  private ObjectData data(StatefulObject object) {
    return switch (object.spec()) {
      case ObjectSpec.Counter(long packets, long bytes) -> new Counter(packets, bytes);
      case ObjectSpec.Quota(boolean over, long bytes, long used) -> new Quota(bytes, used, over);
      case ObjectSpec.Limit(var limit) -> StatefulCompiler.limit(limit);
      case ObjectSpec.CtHelper(String type, int protocol, var family) ->
          new CtHelperObject(type, family, protocol);
      case ObjectSpec.CtTimeout timeout ->
          new CtTimeoutObject(timeout.family(), timeout.protocol(), policy(timeout));
      case ObjectSpec.CtExpectation expected -> expectation(expected, object);
      case ObjectSpec.CtCount(boolean over, long count) -> new Connlimit((int) count, over);
      case ObjectSpec.Secmark(String context) -> new SecmarkObject(context);
      case ObjectSpec.Synproxy synproxy -> synproxy(synproxy);
      case ObjectSpec.Tunnel tunnel -> tunnel(tunnel, object);
    };
  }

  private static SortedMap<Integer, Integer> policy(ObjectSpec.CtTimeout timeout) {
    SortedMap<Integer, Integer> policy = CtStates.usual(timeout.protocol());
    timeout
        .policy()
        .forEach(
            (state, seconds) -> {
              int number = CtStates.number(timeout.protocol(), state.text());
              if (number < 0) {
                throw new CompileException(state.span(), "invalid state for this protocol");
              }
              policy.put(number, seconds.intValue());
            });
    return policy;
  }

  private static ObjectData expectation(ObjectSpec.CtExpectation expected, StatefulObject object) {
    Name name = object.name();
    boolean complete =
        expected.protocol() != 0
            && expected.port() != 0
            && expected.timeout() != 0
            && expected.size() != 0;
    if (!complete) {
      throw new CompileException(name.span(), "missing options");
    }
    return new CtExpectationObject(
        expected.family(),
        expected.protocol(),
        expected.port(),
        (int) expected.timeout(),
        expected.size());
  }

  private static ObjectData synproxy(ObjectSpec.Synproxy synproxy) {
    Integer mss = synproxy.mss();
    Integer wscale = synproxy.wscale();
    int flags =
        (mss == null ? 0 : Synproxy.MSS)
            | (wscale == null ? 0 : Synproxy.WSCALE)
            | (synproxy.timestamp() ? Synproxy.TIMESTAMP : 0)
            | (synproxy.sackPerm() ? Synproxy.SACK_PERM : 0);
    return new Synproxy(mss == null ? 0 : mss, wscale == null ? 0 : wscale, flags);
  }

  private ObjectData tunnel(ObjectSpec.Tunnel tunnel, StatefulObject object) {
    Bytes source = address(tunnel.source(), tunnel.version6());
    Bytes destination = address(tunnel.destination(), tunnel.version6());
    if (!(source.length() == 0 || destination.length() == 0)
        && source.length() != destination.length()) {
      throw new CompileException(object.name().span(), "specify either ip or ip6 for address");
    }
    return new TunnelObject(
        (int) tunnel.id(),
        source,
        destination,
        tunnel.sourcePort(),
        tunnel.destinationPort(),
        0,
        tunnel.tos(),
        tunnel.ttl(),
        switch (tunnel.options()) {
          case null -> null;
          case TunnelOptions.Vxlan(int policy) -> new TunnelObject.Vxlan(policy);
          case TunnelOptions.Erspan e when e.version() == 1 -> new TunnelObject.Erspan1(e.index());
          case TunnelOptions.Erspan e -> new TunnelObject.Erspan2(e.egress(), e.hardwareId());
          case TunnelOptions.Geneve(var list) ->
              new TunnelObject.Geneve(
                  list.stream()
                      .map(o -> new TunnelObject.GeneveOption(o.optionClass(), o.type(), o.data()))
                      .toList());
        });
  }

  private Bytes address(@Nullable Expression address, boolean version6) {
    if (address == null) {
      return Bytes.EMPTY;
    }
    ValueType type = ValueType.of(version6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR);
    return type.encode(literals.number(address, type));
  }

  /** The message that makes a flowtable, or adds devices to one. */
  static NewFlowtable message(Flowtable flowtable, Set<NewFlag> mode) {
    Flowtable.Hook hook = flowtable.hook();
    int flags = flowtable.flags().stream().mapToInt(Flowtable.Flag::bit).reduce(0, (a, b) -> a | b);
    return new NewFlowtable(
        flowtable.family(),
        flowtable.table().text(),
        flowtable.name().text(),
        0,
        hook == null ? null : hook(hook),
        flowtable.devices(),
        flags,
        0,
        mode);
  }

  private static NewFlowtable.Hook hook(Flowtable.Hook hook) {
    HookNumber number = hook.number();
    Integer priority = hook.priority().number(Family.NETDEV, number);
    if (priority == null) {
      throw new CompileException(
          hook.priority().span(),
          "'%s' is invalid priority in this context.".formatted(hook.priority().name()));
    }
    return new NewFlowtable.Hook(number, priority);
  }

  /** The message that takes devices out of a flowtable, or the flowtable itself away. */
  static DelFlowtable deleted(Flowtable flowtable, boolean destroy) {
    return new DelFlowtable(
        flowtable.family(),
        flowtable.table().text(),
        flowtable.name().text(),
        flowtable.handle(),
        flowtable.devices(),
        destroy);
  }
}
