package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Data;
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
    Verdict policy = chain.policy == Verdict.Code.DROP ? Verdict.DROP : Verdict.ACCEPT;
    return new NewChain(
        chain.table.family,
        chain.table.name,
        chain.name,
        chain.handle,
        chain.hook,
        chain.type,
        chain.isBase() ? policy : null,
        chain.flags,
        chain.use,
        chain.userData,
        Set.of());
  }

  static NewRule rule(Rule rule, Set<NewFlag> mode, long now) {
    int index = rule.chain.rules.indexOf(rule);
    return rule(rule, index > 0 ? rule.chain.rules.get(index - 1) : null, mode, now);
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
      case ExprState.None _, ExprState.Bound _, ExprState.Sequence _, Decision _ -> expr;
    };
  }

  /** The ends of intervals do not count as elements. */
  static NewSet set(ElementSet set) {
    NewSet given = set.given;
    int count =
        (int) set.elements.values().stream().filter(e -> !e.isEnd() && !e.isCatchAll()).count();
    return new NewSet(
        given.family(),
        given.table(),
        set.name,
        0,
        set.handle,
        given.flags(),
        given.keyType(),
        given.keyLength(),
        given.dataType(),
        given.dataLength(),
        given.objectType(),
        given.size(),
        given.policy(),
        given.fieldLengths(),
        given.timeout(),
        given.gcInterval(),
        given.exprs(),
        given.userData(),
        Set.of(),
        count);
  }

  /**
   * All elements that have not timed out; those of intervals highest first, as the tree has them.
   */
  static NewSetElements elements(ElementSet set, long now) {
    List<Element> elements;
    if (set.isInterval() && !set.hasFields()) {
      elements = new ArrayList<>(set.sorted().reversed());
      set.elements.values().stream().filter(Element::isCatchAll).forEach(elements::add);
    } else {
      elements = new ArrayList<>(set.elements.values());
    }
    return elements(set, elements, now);
  }

  static NewSetElements elements(ElementSet set, List<Element> elements, long now) {
    List<SetElement> told = new ArrayList<>(elements.size());
    for (Element element : elements) {
      if (element.expires > now) {
        told.add(element(element, now));
      }
    }
    return new NewSetElements(set.table.family, set.table.name, set.name, 0, told, Set.of());
  }

  private static SetElement element(Element element, long now) {
    SetElement given = element.given;
    if (element.decision == null && element.expires == Element.NEVER && given.expiration() == 0) {
      return given;
    }
    Data data = element.decision == null ? given.data() : element.decision.told();
    long expiration =
        element.expires == Element.NEVER ? 0 : Math.max(1, (element.expires - now) / MILLI);
    return new SetElement(
        given.key(),
        given.keyEnd(),
        data,
        given.flags(),
        given.timeout(),
        expiration,
        given.exprs(),
        given.userData());
  }
}
