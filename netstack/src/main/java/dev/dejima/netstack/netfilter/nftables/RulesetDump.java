package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what there is into the messages of dumps and events. */
final class RulesetDump {
  private static final long MILLI = 1_000_000;

  private RulesetDump() {}

  static NewTable table(Table table) {
    return new NewTable(
        table.family, table.name, table.flags, table.handle, table.use, table.userData, Set.of());
  }

  static NewChain chain(Chain chain) {
    return chain(chain, chain.devices);
  }

  /** A chain with these of its devices. */
  static NewChain chain(Chain chain, List<String> devices) {
    BaseHook hook = chain.hook;
    Verdict policy = chain.policy == Verdict.Code.DROP ? Verdict.DROP : Verdict.ACCEPT;
    return new NewChain(
        chain.table.family,
        chain.table.name,
        chain.name,
        chain.handle,
        hook == null ? null : new BaseHook(hook.hook(), hook.priority(), devices),
        chain.type,
        chain.isBase() ? policy : null,
        chain.flags,
        chain.use,
        chain.userData,
        Set.of());
  }

  /** The event of a new rule names the one before it where it is neither first nor last. */
  static NewRule rule(Rule rule, Set<NewFlag> mode, long now) {
    List<Rule> rules = rule.chain.rules;
    int index = rules.indexOf(rule);
    boolean between = index > 0 && index < rules.size() - 1;
    return rule(rule, between ? rules.get(index - 1) : null, mode, now);
  }

  static NewRule rule(Rule rule, @Nullable Rule before, Set<NewFlag> mode, long now) {
    List<Expr> exprs = new ArrayList<>(rule.exprs.size());
    for (int i = 0; i < rule.exprs.size(); i++) {
      exprs.add(current(rule.exprs.get(i), rule.states.get(i), now));
    }
    return new NewRule(
        rule.chain.table.family,
        rule.chain.table.name,
        rule.chain.name,
        rule.handle,
        before == null ? 0 : before.handle,
        0,
        0,
        exprs,
        rule.userData,
        mode);
  }

  /** The expression as it is now. */
  private static Expr current(Expr expr, ExprState state, long now) {
    return switch (state) {
      case Stateful stateful -> stateful.told(now);
      case Decision decision when expr instanceof Immediate immediate ->
          new Immediate(immediate.dreg(), decision.told());
      case ExprState.Bound _,
          ExprState.Named _,
          ExprState.None _,
          ExprState.Offloading _,
          ExprState.Sequence _,
          ExprState.Updating _,
          Decision _ ->
          expr;
    };
  }

  /** Elements that have not timed out. */
  static NewSetElements elements(ElementSet set, List<Element> elements, long now) {
    List<SetElement> told = new ArrayList<>(elements.size());
    for (Element element : elements) {
      if (element.expires > now) {
        told.add(element(set, element, now));
      }
    }
    return new NewSetElements(set.table.family, set.table.name, set.name, 0, told, Set.of());
  }

  private static SetElement element(ElementSet set, Element element, long now) {
    SetElement given = element.given;
    boolean plain = element.decision == null && !(element instanceof StatefulElement);
    if (plain && !set.has(NewSet.TIMEOUT)) {
      return given;
    }
    long expiration =
        element.expires == Element.NEVER ? 0 : Math.max(1, (element.expires - now) / MILLI);
    return new SetElement(
        given.key(),
        given.keyEnd(),
        element.decision == null ? given.data() : element.decision.told(),
        given.flags(),
        given.timeout() == set.timeout ? 0 : given.timeout(),
        expiration,
        exprs(element, now),
        given.userData());
  }

  private static List<Expr> exprs(Element element, long now) {
    if (!(element instanceof StatefulElement keeping)) {
      return List.of();
    }
    List<Expr> exprs = new ArrayList<>();
    for (Stateful stateful : keeping.stateful) {
      exprs.add(stateful.told(now));
    }
    return exprs;
  }
}
