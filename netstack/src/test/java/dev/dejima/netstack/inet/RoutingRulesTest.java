package dev.dejima.netstack.inet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule.Action;
import dev.dejima.kernel.rtnetlink.RoutingRule.PortRange;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingRulesTest {
  private static final Set<NewFlag> NEW = Set.of(NewFlag.CREATE, NewFlag.EXCL);

  private final RoutingRules rules = new RoutingRules(4, () -> {});
  private final RouteKey key = new RouteKey();

  private static RoutingRule rule(long priority, Action action, int table, long target, int mark) {
    return new RoutingRule(
        4,
        priority,
        false,
        null,
        null,
        0,
        mark,
        mark == 0 ? 0 : -1,
        null,
        null,
        0,
        null,
        null,
        action,
        table,
        target,
        RoutingRule.UNSET,
        0,
        0);
  }

  private List<Integer> tables() {
    List<Integer> tables = new ArrayList<>();
    for (int at = rules.next(0, key); at >= 0; at = rules.next(at + 1, key)) {
      tables.add(rules.get(at).table());
    }
    return tables;
  }

  @Test
  void aFreshNamespaceLooksIntoLocalMainAndDefault() {
    assertThat(rules.areInitial()).isTrue();
    assertThat(tables()).containsExactly(255, 254, 253);
  }

  @Test
  void aRuleWithoutPriorityStandsInFrontOfTheSecond() throws Exception {
    rules.add(rule(RoutingRule.UNSET, Action.LOOKUP, 1, 0, 0), NEW);
    rules.add(rule(RoutingRule.UNSET, Action.LOOKUP, 2, 0, 0), NEW);
    assertThat(rules.all(_ -> true))
        .extracting(RoutingRule::priority)
        .containsExactly(0L, 32764L, 32765L, 32766L, 32767L);
    assertThat(tables()).containsExactly(255, 2, 1, 254, 253);
  }

  @Test
  void marksDecideAndGotoJumps() throws Exception {
    rules.add(rule(10, Action.GOTO, 0, 32767, 7), NEW);
    rules.add(rule(20, Action.NOP, 0, 0, 0), NEW);
    assertThat(tables()).containsExactly(255, 254, 253);
    key.mark(7);
    assertThat(tables()).containsExactly(255, 253);
  }

  @Test
  void aGotoWithoutTargetIsPassedOver() throws Exception {
    rules.add(rule(10, Action.GOTO, 0, 11, 0), NEW);
    assertThat(tables()).containsExactly(255, 254, 253);
    assertThat(rules.all(_ -> true).get(1).flags()).isEqualTo(RoutingRule.UNRESOLVED);
  }

  @Test
  void prefixesPortsAndTheirOpposite() throws Exception {
    RoutingRule some =
        new RoutingRule(
            4,
            5,
            true,
            Prefix.parse("192.0.2.0/24"),
            null,
            0,
            0,
            0,
            "lo",
            null,
            6,
            null,
            new PortRange(20, 30),
            Action.LOOKUP,
            9,
            0,
            RoutingRule.UNSET,
            0,
            0);
    rules.add(some, NEW);
    key.of(0xc0000201, 0x0a000001).select(new Selector(0, 0, 6, 1000, 25));
    assertThat(tables()).doesNotContain(9);
    key.select(new Selector(0, 0, 6, 1000, 31));
    assertThat(tables()).contains(9);
    key.of(0xc0000301, 0x0a000001).select(new Selector(0, 0, 6, 1000, 25));
    assertThat(tables()).contains(9);
  }

  @Test
  void whatIsThereIsRefusedAndWhatIsNotCannotBeDeleted() throws Exception {
    rules.add(rule(5, Action.PROHIBIT, 0, 0, 1), NEW);
    assertThatThrownBy(() -> rules.add(rule(5, Action.PROHIBIT, 0, 0, 1), NEW))
        .isInstanceOf(NetlinkException.class);
    assertThatThrownBy(() -> rules.add(rule(9, Action.GOTO, 0, 8, 0), NEW))
        .isInstanceOf(NetlinkException.class);
    rules.delete(rule(RoutingRule.UNSET, Action.UNSPEC, 0, 0, 1));
    assertThatThrownBy(() -> rules.delete(rule(RoutingRule.UNSET, Action.UNSPEC, 0, 0, 1)))
        .isInstanceOf(NetlinkException.class);
  }
}
