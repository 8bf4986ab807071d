package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.ObjectType;
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

  private final Family family;
  private final Chain base;
  private final BaseHook hook;

  /** How deep each chain has been found sound. */
  private final Map<Chain, Integer> sound = new HashMap<>();

  private Validation(Family family, Chain base, BaseHook hook) {
    this.family = family;
    this.base = base;
    this.hook = hook;
  }

  /**
   * Checks a table.
   *
   * @throws Refused EMLINK for a path too long, EOPNOTSUPP for an expression out of place
   */
  static void check(Table table) throws Refused {
    for (Chain chain : table.chains) {
      if (chain.hook != null) {
        new Validation(table.family, chain, chain.hook).chain(chain, 0);
      }
    }
  }

  private void chain(Chain chain, int level) throws Refused {
    if (level == JUMP_STACK_SIZE) {
      throw new Refused(Errno.EMLINK);
    }
    if (level > 0 && chain.isBase()) {
      throw new Refused(Errno.ELOOP);
    }
    Integer known = sound.get(chain);
    if (level > 0 && known != null && known >= level) {
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
      case ExprState.Named _,
          ExprState.None _,
          ExprState.Offloading _,
          ExprState.Sequence _,
          ExprState.Updating _,
          Stateful _ -> {}
    }
    if (SetBinding.objectType(state) == ObjectType.SYNPROXY) {
      synproxy();
    }
  }

  /** An object that answers SYN segments has its hooks ({@code nft_objref_validate_obj_type}). */
  private void synproxy() throws Refused {
    boolean ofIp = family == Family.IP || family == Family.IP6 || family == Family.INET;
    if (!ofIp || (hook.hook() != HookNumber.INPUT && hook.hook() != HookNumber.FORWARD)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  /** Translations need a chain that is asked once for each flow. */
  private void expr(Expr expr) throws Refused {
    if (ValidHooks.isTranslation(expr) && !"nat".equals(base.type)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    Set<HookNumber> hooks = ValidHooks.of(expr, family);
    if (hooks != null && !hooks.contains(hook.hook())) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  private void elements(ElementSet set, int level) throws Refused {
    if (set.hasVerdicts()) {
      for (Element element : set.all()) {
        jump(element.decision == null ? null : element.decision.target(), level);
      }
    }
  }

  private void jump(@Nullable Chain target, int level) throws Refused {
    if (target != null) {
      chain(target, level + 1);
    }
  }
}
