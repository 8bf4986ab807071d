package dev.dejima.netstack.netfilter.nftables;

import static dev.dejima.nft.expr.HookNumber.EGRESS;
import static dev.dejima.nft.expr.HookNumber.FORWARD;
import static dev.dejima.nft.expr.HookNumber.INGRESS;
import static dev.dejima.nft.expr.HookNumber.INPUT;
import static dev.dejima.nft.expr.HookNumber.OUTPUT;
import static dev.dejima.nft.expr.HookNumber.POSTROUTING;
import static dev.dejima.nft.expr.HookNumber.PREROUTING;

import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.Tproxy;
import dev.dejima.nft.expr.Xfrm;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hooks at which an expression has a meaning ({@code validate} of each {@code nft_*.c}): before
 * routing there is no output interface, behind it no more choice of one.
 */
final class ValidHooks {
  private static final Set<HookNumber> DESTINATION =
      Collections.unmodifiableSet(EnumSet.of(PREROUTING, OUTPUT));
  private static final Set<HookNumber> SOURCE =
      Collections.unmodifiableSet(EnumSet.of(POSTROUTING, INPUT));

  private ValidHooks() {}

  /** Whether an expression translates addresses. */
  static boolean isTranslation(Expr expr) {
    return expr instanceof Nat || expr instanceof Masquerade || expr instanceof Redirect;
  }

  /** The hooks of an expression in a family; null where it may stand at all of them. */
  static @Nullable Set<HookNumber> of(Expr expr, Family family) {
    return switch (expr) {
      case Nat nat -> nat.destination() ? DESTINATION : SOURCE;
      case Masquerade _ -> EnumSet.of(POSTROUTING);
      case Redirect _ -> DESTINATION;
      case Reject _ -> reject(family);
      case MetaSet set -> written(set.key(), family);
      case Meta meta -> read(meta.key(), family);
      case Load load -> loaded(load.source());
      case Queue _ -> EnumSet.range(PREROUTING, POSTROUTING);
      case Tproxy _ -> EnumSet.of(PREROUTING);
      case Synproxy _ -> EnumSet.of(INPUT, FORWARD);
      case FlowOffload _ -> EnumSet.of(FORWARD);
      case Fwd _ -> EnumSet.of(INGRESS, EGRESS);
      default -> null;
    };
  }

  private static Set<HookNumber> reject(Family family) {
    return switch (family) {
      case BRIDGE -> EnumSet.of(PREROUTING, INPUT);
      case NETDEV -> EnumSet.of(INGRESS);
      case INET -> EnumSet.of(PREROUTING, INPUT, FORWARD, OUTPUT, INGRESS);
      default -> EnumSet.of(PREROUTING, INPUT, FORWARD, OUTPUT);
    };
  }

  private static @Nullable Set<HookNumber> written(MetaKey key, Family family) {
    return switch (key) {
      case PKTTYPE -> family == Family.NETDEV ? EnumSet.of(INGRESS) : EnumSet.of(PREROUTING);
      case BRI_BROUTE -> EnumSet.of(PREROUTING);
      default -> null;
    };
  }

  private static @Nullable Set<HookNumber> read(MetaKey key, Family family) {
    return switch (key) {
      case SECPATH ->
          switch (family) {
            case NETDEV -> EnumSet.of(INGRESS);
            case BRIDGE -> EnumSet.of(PREROUTING);
            default -> EnumSet.of(PREROUTING, INPUT, FORWARD);
          };
      case SDIF, SDIFNAME -> EnumSet.of(INPUT, FORWARD);
      default -> null;
    };
  }

  private static @Nullable Set<HookNumber> loaded(Source source) {
    return switch (source) {
      case Fib fib -> fib(fib);
      case Osf _ -> EnumSet.of(PREROUTING, INPUT, FORWARD);
      case Rt(Rt.Key key) when key == Rt.Key.TCPMSS -> EnumSet.of(FORWARD, OUTPUT, POSTROUTING);
      case Socket _ -> EnumSet.of(PREROUTING, INPUT, OUTPUT);
      case Xfrm xfrm ->
          xfrm.direction() == Xfrm.Direction.IN
              ? EnumSet.of(PREROUTING, INPUT, FORWARD)
              : EnumSet.of(FORWARD, OUTPUT, POSTROUTING);
      default -> null;
    };
  }

  private static @Nullable Set<HookNumber> fib(Fib fib) {
    boolean type = fib.result() == Fib.Result.TYPE;
    if (type && (fib.flags() & Fib.OIF) != 0) {
      return EnumSet.of(OUTPUT, POSTROUTING, FORWARD);
    }
    return type && (fib.flags() & Fib.IIF) == 0
        ? EnumSet.range(PREROUTING, POSTROUTING)
        : EnumSet.of(PREROUTING, INPUT, FORWARD);
  }
}
