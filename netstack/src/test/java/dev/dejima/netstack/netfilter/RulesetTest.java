package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.chain;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.dnat;
import static dev.dejima.netstack.netfilter.Rules.elements;
import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.lookup;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.set;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.netstack.netfilter.Rules.verdict;
import static dev.dejima.netstack.netfilter.Rules.vmap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetChains;
import dev.dejima.nft.expr.GetGeneration;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.GetSets;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Numbers and refusals as nft -a and Linux 6.18 show them. */
class RulesetTest {
  private final Router router = new Router();

  @AfterEach
  void close() {
    router.close();
  }

  private static SetElement port(int port) {
    return SetElement.of(Bytes.bigEndian(port, 2), 0);
  }

  private static NewRule looksUp(String set, int id) {
    return rule("nat", "PREROUTING", new Payload(1, Payload.Base.TRANSPORT, 2, 2), lookup(set, id));
  }

  private void article() {
    router.nft(table("nat"), base("nat", "PREROUTING", "nat", HookNumber.PREROUTING, -100));
    router.nft(rule("nat", "PREROUTING", dnat("192.0.2.1")));
    int flags = NewSet.ANONYMOUS | NewSet.CONSTANT;
    router.nft(
        set("nat", "__set%d", 1, flags, 2),
        elements("nat", "__set%d", 1, port(80), port(443)),
        looksUp("__set%d", 1));
    router.nft(set("nat", "s", 0, NewSet.INTERVAL, 4));
    router.nft(chain("nat", "c2"));
    router.nft(rule("nat", "c2", counter()));
    NewRule insert = rule("nat", "c2", counter());
    router.nft(
        new NewRule(
            insert.family(),
            "nat",
            "c2",
            0,
            0,
            0,
            0,
            insert.exprs(),
            Bytes.EMPTY,
            Set.of(NewFlag.CREATE)));
  }

  private List<Long> handles(String table, String chain) {
    return router.rules(table, chain).stream().map(NewRule::handle).toList();
  }

  @Test
  void numbersChainsRulesAndSetsOfATableInOneSequence() {
    article();
    assertThat(router.dump(new GetTables(Family.UNSPEC)))
        .singleElement()
        .satisfies(
            message -> {
              NewTable nat = (NewTable) message;
              assertThat(nat.handle()).isEqualTo(1);
              assertThat(nat.use()).isEqualTo(3);
            });
    assertThat(router.dump(new GetChains(Family.UNSPEC)))
        .extracting(message -> ((NewChain) message).handle())
        .containsExactly(1L, 6L);
    assertThat(handles("nat", "PREROUTING")).containsExactly(2L, 4L);
    assertThat(handles("nat", "c2")).containsExactly(8L, 7L);
    assertThat(router.rules("nat", "c2").get(1).position()).isEqualTo(8);
    assertThat(router.dump(new GetSets(Family.IP, "nat")))
        .extracting(message -> ((NewSet) message).name())
        .containsExactly("__set0", "s");
    assertThat(router.dump(new GetSets(Family.IP, "nat")))
        .extracting(message -> ((NewSet) message).handle())
        .containsExactly(3L, 5L);
    Expr lookup = router.rules("nat", "PREROUTING").get(1).exprs().get(1);
    assertThat(((Lookup) lookup).set()).isEqualTo("__set0");
  }

  @Test
  void anAnonymousSetGoesWithItsRule() {
    article();
    router.nft(new DelRule(Family.IP, "nat", "PREROUTING", 4, false));
    assertThat(router.dump(new GetSets(Family.IP, "nat"))).hasSize(1);
  }

  @Test
  void theNumbersOfAFailedBatchAreLost() {
    router.nft(table("t"), base("t", "f", "filter", HookNumber.FORWARD, 0));
    // Checked at the end and once more message by message: two numbers, as on Linux.
    assertThat(router.refused(rule("t", "f", dnat("192.0.2.1")))).containsExactly("0 EOPNOTSUPP");
    router.nft(chain("t", "next"));
    assertThat(router.dump(new GetChains(Family.IP)))
        .extracting(message -> ((NewChain) message).handle())
        .containsExactly(1L, 4L);
  }

  @Test
  void aBatchFailsWholeAndTellsEveryRefusal() {
    router.nft(table("q"));
    assertThat(
            router.refused(
                chain("q", "new"),
                new DelChain(Family.IP, "q", "nope", 0, false),
                table("q2"),
                new DelTable(Family.IP, "nope", 0, false),
                rule("q", "nope2", verdict(Verdict.ACCEPT))))
        .containsExactly("1 ENOENT", "3 ENOENT", "4 ENOENT");
    assertThat(router.dump(new GetTables(Family.UNSPEC))).hasSize(1);
    assertThat(router.dump(new GetChains(Family.UNSPEC))).isEmpty();
    assertThat(router.dump(new GetGeneration()))
        .extracting(message -> ((NewGeneration) message).id())
        .containsExactly(2);
  }

  @Test
  void aCheckChangesNothing() throws Exception {
    router.core.nfTables().check(List.of(table("t"), chain("t", "c")));
    assertThat(router.dump(new GetTables(Family.UNSPEC))).isEmpty();
  }

  @Test
  void whatExistsMayBeAddedButNotCreated() {
    router.nft(table("t"), chain("t", "a"));
    router.nft(table("t"), chain("t", "a"));
    NewTable create =
        new NewTable(Family.IP, "t", 0, 0, 0, Bytes.EMPTY, Set.of(NewFlag.CREATE, NewFlag.EXCL));
    assertThat(router.refused(create)).containsExactly("0 EEXIST");
    assertThat(router.refused(base("t", "a", "filter", HookNumber.OUTPUT, 0)))
        .containsExactly("0 EEXIST");
    NewChain policy =
        new NewChain(
            Family.IP, "t", "a", 0, null, null, Verdict.ACCEPT, 0, 0, Bytes.EMPTY, Set.of());
    assertThat(router.refused(policy)).containsExactly("0 EOPNOTSUPP");
  }

  @Test
  void aBaseChainStaysWhereItIs() {
    router.nft(table("t"), base("t", "b", "filter", HookNumber.INPUT, 0));
    assertThat(router.refused(base("t", "b", "nat", HookNumber.INPUT, 0)))
        .containsExactly("0 EEXIST");
    assertThat(router.refused(base("t", "b", "filter", HookNumber.OUTPUT, 0)))
        .containsExactly("0 EOPNOTSUPP");
    assertThat(router.refused(base("t", "b", "filter", HookNumber.INPUT, 5)))
        .containsExactly("0 EOPNOTSUPP");
    router.nft(base(Family.IP, "t", "b", "filter", HookNumber.INPUT, 0, Verdict.DROP));
    assertThat(((NewChain) router.dump(new GetChains(Family.IP)).getFirst()).policy())
        .isEqualTo(Verdict.DROP);
  }

  @Test
  void typesHaveTheirHooksAndPriorities() {
    router.nft(table("t"));
    assertThat(router.refused(base("t", "n", "nat", HookNumber.FORWARD, 0)))
        .containsExactly("0 EOPNOTSUPP");
    assertThat(router.refused(base("t", "n", "nat", HookNumber.PREROUTING, -200)))
        .containsExactly("0 EOPNOTSUPP");
    assertThat(router.refused(base("t", "n", "route", HookNumber.PREROUTING, 0)))
        .containsExactly("0 EOPNOTSUPP");
    router.nft(base("t", "n", "nat", HookNumber.PREROUTING, -199));
  }

  @Test
  void aChainInUseIsBusy() {
    router.nft(table("t"), chain("t", "a"), chain("t", "b"));
    router.nft(rule("t", "a", verdict(Verdict.jump("b"))));
    assertThat(router.refused(new DelChain(Family.IP, "t", "b", 0, false)))
        .containsExactly("0 EBUSY");
    router.nft(new DelChain(Family.IP, "t", "a", 0, false));
    router.nft(new DelChain(Family.IP, "t", "b", 0, false));
    assertThat(router.dump(new GetChains(Family.IP))).isEmpty();
  }

  @Test
  void jumpsMustLeadSomewhereAndNotToBaseChains() {
    router.nft(table("t"), base("t", "b", "filter", HookNumber.INPUT, 0), chain("t", "a"));
    assertThat(router.refused(rule("t", "a", verdict(Verdict.jump("zz")))))
        .containsExactly("0 ENOENT");
    assertThat(router.refused(rule("t", "a", verdict(Verdict.jump("b")))))
        .containsExactly("0 EOPNOTSUPP");
  }

  @Test
  void loopsAreSeenFromBaseChainsOnly() {
    router.nft(table("t"), chain("t", "a"), chain("t", "b"));
    router.nft(rule("t", "a", verdict(Verdict.jump("b"))));
    router.nft(rule("t", "b", verdict(Verdict.jump("a"))));
    router.nft(base("t", "f", "filter", HookNumber.FORWARD, 0));
    assertThat(router.refused(rule("t", "f", verdict(Verdict.jump("a")))))
        .containsExactly("0 EMLINK");
  }

  @Test
  void fifteenJumpsInARowAreTheMost() {
    router.nft(table("q"));
    for (int i = 1; i <= 20; i++) {
      router.nft(chain("q", "c" + i));
    }
    for (int i = 1; i < 20; i++) {
      router.nft(rule("q", "c" + i, verdict(Verdict.jump("c" + (i + 1)))));
    }
    router.nft(base("q", "b", "filter", HookNumber.INPUT, 0));
    assertThat(router.refused(rule("q", "b", verdict(Verdict.jump("c5")))))
        .containsExactly("0 EMLINK");
    router.nft(rule("q", "b", verdict(Verdict.jump("c6"))));
  }

  @Test
  void verdictMapsAreFollowedToo() {
    router.nft(table("t"), chain("t", "a"), base("t", "b", "filter", HookNumber.INPUT, 0));
    int flags = NewSet.MAP;
    router.nft(
        set("t", "m", 0, flags, 4, NewSet.VERDICT, 16),
        elements("t", "m", 0, SetElement.of(Bytes.ofHex("01010101"), Verdict.jump("a"), 0)),
        rule("t", "a", new Payload(1, Payload.Base.NETWORK, 12, 4), vmap("m", 0)));
    assertThat(router.refused(new DelChain(Family.IP, "t", "a", 0, false)))
        .containsExactly("0 EBUSY");
    assertThat(router.refused(rule("t", "b", verdict(Verdict.goTo("a")))))
        .containsExactly("0 EMLINK");
    assertThat(router.refused(new DelSet(Family.IP, "t", "m", 0, false)))
        .containsExactly("0 EBUSY");
    router.nft(new DelTable(Family.IP, "t", 0, false));
    assertThat(router.dump(new GetTables(Family.UNSPEC))).isEmpty();
  }

  @Test
  void expressionsHaveTheirPlaces() {
    router.nft(
        table("t"),
        base("t", "pre", "nat", HookNumber.PREROUTING, 0),
        base("t", "post", "filter", HookNumber.POSTROUTING, 0));
    assertThat(router.refused(rule("t", "pre", Rules.masquerade())))
        .containsExactly("0 EOPNOTSUPP");
    assertThat(router.refused(rule("t", "pre", Rules.snat("192.0.2.1", 0, 0))))
        .containsExactly("0 EOPNOTSUPP");
    router.nft(rule("t", "pre", new Reject(Reject.Type.ICMP_UNREACH, 3)));
    assertThat(router.refused(rule("t", "post", new Reject(Reject.Type.ICMP_UNREACH, 3))))
        .containsExactly("0 EOPNOTSUPP");
  }

  @Test
  void elementsClashOrAreThereAlready() {
    router.nft(table("t"), set("t", "s", 0, NewSet.INTERVAL, 4));
    SetElement from = SetElement.of(Bytes.ofHex("01010102"), 0);
    SetElement end = SetElement.of(Bytes.ofHex("01010107"), SetElement.INTERVAL_END);
    router.nft(elements("t", "s", 0, from, end));
    router.nft(elements("t", "s", 0, from, end));
    NewSetElements exclusive =
        new NewSetElements(
            Family.IP, "t", "s", 0, List.of(from, end), Set.of(NewFlag.CREATE, NewFlag.EXCL));
    assertThat(router.refused(exclusive)).containsExactly("0 EEXIST");
    SetElement inner = SetElement.of(Bytes.ofHex("01010104"), 0);
    SetElement innerEnd = SetElement.of(Bytes.ofHex("01010105"), SetElement.INTERVAL_END);
    assertThat(router.refused(elements("t", "s", 0, inner, innerEnd))).containsExactly("0 EEXIST");
    NewSetElements dump =
        (NewSetElements) router.dump(new GetSetElements(Family.IP, "t", "s")).getFirst();
    assertThat(dump.elements()).extracting(SetElement::key).containsExactly(end.key(), from.key());
  }

  @Test
  void aRuleTakesOverTheNumberOfTheOneItReplaces() {
    router.nft(table("t"), chain("t", "a"));
    router.nft(rule("t", "a", counter()), rule("t", "a", verdict(Verdict.ACCEPT)));
    NewRule replace =
        new NewRule(
            Family.IP,
            "t",
            "a",
            2,
            0,
            0,
            0,
            List.of(verdict(Verdict.DROP)),
            Bytes.EMPTY,
            Set.of(NewFlag.REPLACE));
    router.nft(replace);
    router.nft(rule("t", "a", counter()));
    assertThat(handles("t", "a")).containsExactly(2L, 3L, 4L);
    assertThat(router.rules("t", "a").getFirst().exprs()).containsExactly(verdict(Verdict.DROP));
  }

  @Test
  void anUnusedAnonymousSetIsRefused() {
    router.nft(table("t"));
    int flags = NewSet.ANONYMOUS | NewSet.CONSTANT;
    assertThat(router.refused(set("t", "__set%d", 1, flags, 2))).containsExactly("0 EINVAL");
    assertThat(router.dump(new GetSets(Family.IP, "t"))).isEmpty();
  }

  @Test
  void aRegisterIsReadOnlyOnceItWasWritten() {
    router.nft(table("t"), chain("t", "a"));
    assertThat(
            router.refused(
                rule(
                    "t",
                    "a",
                    join(
                        Rules.l4proto(6),
                        List.of(new Lookup(2, "s", 0, java.util.OptionalInt.empty(), false))))))
        .containsExactly("0 ENOENT");
    assertThat(
            router.refused(
                rule(
                    "t",
                    "a",
                    new dev.dejima.nft.expr.Cmp(
                        2, dev.dejima.nft.expr.CmpOp.EQ, Bytes.ofHex("00")))))
        .containsExactly("0 ENODATA");
  }
}
