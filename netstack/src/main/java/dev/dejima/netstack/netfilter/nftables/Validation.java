package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Reject;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows every jump from a base chain: no path may be longer than the jump stack, which loops are
 * too, and no expression may be met where it has no meaning ({@code nft_chain_validate}). What no
 * base chain leads to is not looked at.
 */
final class Validation {
  /** Chains on a path ({@code NFT_JUMP_STACK_SIZE}). */
  static final int JUMP_STACK_SIZE = 16;

  private static final Set<HookNumber> SOURCE_NAT =
      EnumSet.of(HookNumber.POSTROUTING, HookNumber.INPUT);
  private static final Set<HookNumber> DESTINATION_NAT =
      EnumSet.of(HookNumber.PREROUTING, HookNumber.OUTPUT);
  private static final Set<HookNumber> REJECT =
      EnumSet.of(HookNumber.PREROUTING, HookNumber.INPUT, HookNumber.FORWARD, HookNumber.OUTPUT);

  private final Chain base;
  private final BaseHook hook;

  /** How deep each chain has been found sound. */
  private final Map<Chain, Integer> sound = new HashMap<>();

  private Validation(Chain base, BaseHook hook) {
    this.base = base;
    this.hook = hook;
  }

  /**
   * Checks a table.
   *
   * @throws Refused EMLINK for a path too long, EOPNOTSUPP for an expression out of place
   */
  static void check(Table table) throws Refused {
    for (Chain chain : table.chains()) {
      if (chain.hook != null) {
        new Validation(chain, chain.hook).chain(chain, 0);
      }
    }
  }

  private void chain(Chain chain, int level) throws Refused {
    if (level == JUMP_STACK_SIZE) {
      throw new Refused(Errno.EMLINK);
    }
    Integer known = sound.get(chain);
    if (known != null && known >= level) {
      return;
    }
    for (Rule rule : chain.rules) {
      for (int i = 0; i < rule.exprs.size(); i++) {
        state(rule.states.get(i), level);
        expr(rule.exprs.get(i));
      }
    }
    sound.put(chain, level);
  }

  private void state(ExprState state, int level) throws Refused {
    switch (state) {
      case Decision decision -> jump(decision.target(), level);
      case ExprState.Bound bound -> elements(bound.set(), level);
      case ExprState.None _, ExprState.Bucket _, ExprState.Consumed _, ExprState.Tally _ -> {}
    }
  }

  private void expr(Expr expr) throws Refused {
    switch (expr) {
      case Nat nat -> nat(nat.destination() ? DESTINATION_NAT : SOURCE_NAT);
      case Masquerade _ -> nat(EnumSet.of(HookNumber.POSTROUTING));
      case Redirect _ -> nat(DESTINATION_NAT);
      case Reject _ -> hooked(REJECT);
      case MetaSet set when set.key() == MetaKey.PKTTYPE ->
          hooked(EnumSet.of(HookNumber.PREROUTING));
      default -> {}
    }
  }

  private void elements(ElementSet set, int level) throws Refused {
    if (set.hasVerdicts()) {
      for (Element element : set.elements.values()) {
        jump(element.decision == null ? null : element.decision.target(), level);
      }
    }
  }

  private void jump(@Nullable Chain target, int level) throws Refused {
    if (target != null) {
      chain(target, level + 1);
    }
  }

  private void nat(Set<HookNumber> hooks) throws Refused {
    if (!"nat".equals(base.type)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    hooked(hooks);
  }

  private void hooked(Set<HookNumber> hooks) throws Refused {
    if (!hooks.contains(hook.hook())) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }
}
