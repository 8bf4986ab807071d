package dev.dejima.tools.nft;

import dev.dejima.nft.compile.CtStates;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.SecmarkObject;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.TunnelObject;
import dev.dejima.nft.expr.UnknownObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stateful objects as {@code --debug=netlink} shows them: nft tells it no names. */
final class ObjectDebug {
  private static final int UDP_REPLIED = 1;

  private ObjectDebug() {}

  static String line(ObjectData data) {
    return "table (null) name (null) use 0 [ "
        + inside(data)
        + (data instanceof CtTimeoutObject ? "]" : " ]");
  }

  private static String inside(ObjectData data) {
    return switch (data) {
      case Connlimit limit -> "connlimit count " + limit.count() + " flags " + bit(limit.over());
      case Counter counter ->
          "counter pkts %d bytes %d".formatted(counter.packets(), counter.bytes());
      case CtExpectationObject(Family family, int protocol, int port, int timeout, int size) ->
          "ct_expect%s protocol %d dport %d timeout %d size %d"
              .formatted(optional(family), protocol, port, timeout, size);
      case CtHelperObject(String name, Family family, int protocol) ->
          "ct_helper name %s family %d protocol %d"
              .formatted(name, family == null ? 0 : family.number(), protocol);
      case CtTimeoutObject timeout ->
          "ct_timeout%s protocol %d policy = {%s}"
              .formatted(optional(timeout.family()), timeout.protocol(), policy(timeout));
      case Limit limit ->
          "limit rate %d unit %d burst %d type %d flags %d"
              .formatted(
                  limit.rate(),
                  limit.unit(),
                  limit.burst(),
                  limit.type().ordinal(),
                  bit(limit.over()));
      case Quota quota -> "quota bytes %d flags %d".formatted(quota.bytes(), bit(quota.over()));
      case SecmarkObject(String context) -> "secmark context " + context;
      case Synproxy synproxy ->
          "synproxy mss %d wscale %d".formatted(synproxy.mss(), synproxy.wscale());
      case TunnelObject tunnel -> "tunnel id " + tunnel.id();
      case UnknownObject unknown -> unknown.objectType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static int bit(boolean truth) {
    return truth ? 1 : 0;
  }

  private static String optional(@Nullable Family family) {
    return family == null ? "" : " family " + family.number();
  }

  /** What is not libnftnl's own default, which for UDP's replies is other than nft's. */
  private static String policy(CtTimeoutObject timeout) {
    StringBuilder text = new StringBuilder();
    timeout
        .policy()
        .forEach(
            (state, seconds) -> {
              String word = CtStates.word(timeout.protocol(), state);
              boolean replied = "replied".equals(word) && state == UDP_REPLIED;
              Integer usual =
                  replied ? Integer.valueOf(180) : CtStates.usual(timeout.protocol()).get(state);
              if (word != null && !seconds.equals(usual)) {
                text.append(word.toUpperCase(Locale.ROOT))
                    .append(" = ")
                    .append(seconds)
                    .append(',');
              }
            });
    return text.toString();
  }
}
