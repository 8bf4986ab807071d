package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.SecmarkObject;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.TunnelObject;
import dev.dejima.nft.expr.UnknownObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks new objects, and makes what rules that refer to them run ({@code nft_object_ops}). */
final class ObjectSteps {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DCCP = 33;
  private static final int SCTP = 132;
  private static final int UDPLITE = 136;
  private static final int DEFAULT_TTL = 255;

  /** Protocols whose flows have timeouts by state. */
  private static final Set<Integer> HAVE_TIMEOUTS = Set.of(1, TCP, UDP, 47, 58, SCTP, UDPLITE);

  /** Seconds by state, from 0 ({@code tcp_timeouts}, {@code udp_timeouts}). */
  private static final List<Integer> TCP_TIMEOUTS =
      List.of(120, 60, 432_000, 120, 60, 30, 120, 10, 120, 300, 300);

  private static final List<Integer> UDP_TIMEOUTS = List.of(30, 120);

  private ObjectSteps() {}

  /**
   * What an object does; null where this kernel cannot do it.
   *
   * @throws Refused for what the kernel's {@code init} refuses
   */
  static @Nullable Step of(ObjectData data, Family family, long now) throws Refused {
    return switch (data) {
      case Connlimit _, Counter _, Limit _, Quota _ -> Stateful.of((Expr) data, now);
      case CtExpectationObject expectation -> {
        check(expectation, family);
        yield new FlowObjectStep(data, family);
      }
      case CtHelperObject helper -> {
        HelperNames.check(helper, family);
        yield new FlowObjectStep(data, family);
      }
      case CtTimeoutObject timeout -> {
        if (!HAVE_TIMEOUTS.contains(timeout.protocol())) {
          throw new Refused(Errno.EOPNOTSUPP);
        }
        yield new FlowObjectStep(data, family);
      }
      case SecmarkObject _, Synproxy _ -> null;
      case TunnelObject _ -> {
        if (family != Family.NETDEV) {
          throw new Refused(Errno.ENOENT);
        }
        yield null;
      }
      case UnknownObject _ -> throw Refused.lack();
    };
  }

  /** Whether this kernel runs objects of a type. */
  static boolean isRun(ObjectType type) {
    return switch (type) {
      case CONNLIMIT, COUNTER, LIMIT, QUOTA, CT_EXPECTATION, CT_HELPER, CT_TIMEOUT -> true;
      case SECMARK, SYNPROXY, TUNNEL, UNSPEC -> false;
    };
  }

  /** Shows an object a packet; when a quota is used up, all who listen are told, once. */
  static int run(NamedObject object, Evaluation e) {
    if (object.step == null) {
      return Step.BREAK;
    }
    int outcome = object.step.run(e);
    if (object.step instanceof QuotaStep quota && quota.newlyDepleted()) {
      e.environment.tell(object.message(e.environment.now()));
    }
    return outcome;
  }

  private static void check(CtExpectationObject expectation, Family family) throws Refused {
    Family wanted = Objects.requireNonNullElse(expectation.family(), family);
    if (wanted != Family.IP && wanted != Family.IP6) {
      throw new Refused(Errno.EAFNOSUPPORT);
    }
    if (wanted != family && family != Family.INET) {
      throw new Refused(Errno.EINVAL);
    }
    switch (expectation.protocol()) {
      case TCP, UDP, UDPLITE, DCCP, SCTP -> {}
      default -> throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  /** An object as the kernel tells it: with what was left out filled in. */
  static ObjectData told(ObjectData data, Family family) {
    return switch (data) {
      case CtExpectationObject(var of, var protocol, var port, var timeout, var size) ->
          new CtExpectationObject(
              Objects.requireNonNullElse(of, family), protocol, port, timeout, size);
      case CtHelperObject helper -> HelperNames.told(helper, family);
      case CtTimeoutObject(var of, var protocol, var policy) ->
          new CtTimeoutObject(
              Objects.requireNonNullElse(of, family), protocol, whole(protocol, policy));
      case TunnelObject tunnel when tunnel.ttl() == 0 ->
          new TunnelObject(
              tunnel.id(),
              tunnel.source(),
              tunnel.destination(),
              tunnel.sourcePort(),
              tunnel.destinationPort(),
              tunnel.flags(),
              tunnel.tos(),
              DEFAULT_TTL,
              tunnel.options());
      case Connlimit _,
          Counter _,
          Limit _,
          Quota _,
          SecmarkObject _,
          Synproxy _,
          TunnelObject _,
          UnknownObject _ ->
          data;
    };
  }

  private static SortedMap<Integer, Integer> whole(
      int protocol, SortedMap<Integer, Integer> given) {
    List<Integer> defaults =
        switch (protocol) {
          case TCP -> TCP_TIMEOUTS;
          case UDP, UDPLITE -> UDP_TIMEOUTS;
          default -> List.of();
        };
    SortedMap<Integer, Integer> whole = new TreeMap<>();
    for (int state = 0; state < defaults.size(); state++) {
      whole.put(state, defaults.get(state));
    }
    whole.putAll(given);
    return whole;
  }
}
