package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.chain;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.elements;
import static dev.dejima.netstack.netfilter.Rules.ipSaddr;
import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.lookup;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.set;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.netstack.netfilter.Rules.tcpDport;
import static dev.dejima.netstack.netfilter.Rules.verdict;
import static dev.dejima.netstack.netfilter.Rules.vmap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Netlink;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Log;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Notrack;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules do to packets. */
class EvaluationTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private final Router router = new Router();

  @BeforeEach
  void makeTable() {
    router.nft(table("t"), base("t", "f", "filter", HookNumber.FORWARD, 0));
  }

  @AfterEach
  void close() {
    router.close();
  }

  private boolean passes() {
    return router.toOutside(router.udp(A, 1000, B, 53));
  }

  private void drops(List<Expr> match) {
    router.nft(rule("t", "f", join(match, List.of(verdict(Verdict.DROP)))));
  }

  @Test
  void aPolicyDecidesWhatNoRuleDoes() {
    assertThat(passes()).isTrue();
    router.nft(base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, Verdict.DROP));
    assertThat(passes()).isFalse();
  }

  @Test
  void acceptIsNotFinalAndDropIs() {
    router.nft(
        rule("t", "f", verdict(Verdict.ACCEPT)),
        base("t", "later", "filter", HookNumber.FORWARD, 10),
        rule("t", "later", counter(), verdict(Verdict.DROP)),
        base("t", "last", "filter", HookNumber.FORWARD, 20),
        rule("t", "last", counter()));
    assertThat(passes()).isFalse();
    assertThat(router.counted("t", "later", 0)).isEqualTo(1);
    assertThat(router.counted("t", "last", 0)).isZero();
  }

  @Test
  void amongEqualPrioritiesTheLastComesFirst() {
    router.nft(
        base("t", "g", "filter", HookNumber.FORWARD, 0),
        rule("t", "g", verdict(Verdict.DROP)),
        rule("t", "f", counter()));
    passes();
    assertThat(router.counted("t", "f", 0)).isZero();
  }

  @Test
  void jumpsComeBackAndGotosDoNot() {
    router.nft(
        chain("t", "a"),
        chain("t", "b"),
        rule("t", "a", counter(), verdict(Verdict.RETURN)),
        rule("t", "a", counter()),
        rule("t", "b", counter()),
        rule("t", "f", verdict(Verdict.jump("a"))),
        rule("t", "f", counter(), verdict(Verdict.goTo("b"))),
        rule("t", "f", counter(), verdict(Verdict.DROP)));
    assertThat(passes()).isTrue();
    assertThat(router.counted("t", "a", 0)).isEqualTo(1);
    assertThat(router.counted("t", "a", 1)).isZero();
    assertThat(router.counted("t", "b", 0)).isEqualTo(1);
    assertThat(router.counted("t", "f", 1)).isEqualTo(1);
    assertThat(router.counted("t", "f", 2)).isZero();
  }

  @Test
  void aHeaderThatIsMissingBreaksTheRule() {
    drops(List.of(new Payload(1, Payload.Base.TRANSPORT, 2000, 2)));
    assertThat(passes()).isTrue();
    drops(tcpDport(53));
    assertThat(passes()).isTrue();
    drops(List.of(new Payload(1, Payload.Base.TRANSPORT, 10, 2)));
    assertThat(passes()).isFalse();
  }

  @Test
  void setsHoldValuesAndIntervals() {
    router.nft(
        set("t", "ports", 0, 0, 2),
        elements("t", "ports", 0, SetElement.of(Bytes.bigEndian(53, 2), 0)),
        set("t", "nets", 0, NewSet.INTERVAL, 4),
        elements(
            "t",
            "nets",
            0,
            SetElement.of(Bytes.ofHex("00000000"), SetElement.INTERVAL_END),
            SetElement.of(Bytes.ofHex("c0000200"), 0),
            SetElement.of(Bytes.ofHex("c0000300"), SetElement.INTERVAL_END)),
        rule("t", "f", new Payload(1, Payload.Base.TRANSPORT, 2, 2), lookup("ports", 0), counter()),
        rule("t", "f", new Payload(1, Payload.Base.NETWORK, 12, 4), lookup("nets", 0), counter()),
        rule("t", "f", new Payload(1, Payload.Base.NETWORK, 16, 4), lookup("nets", 0), counter()));
    passes();
    assertThat(router.counted("t", "f", 0)).isEqualTo(1);
    assertThat(router.counted("t", "f", 1)).isEqualTo(1);
    assertThat(router.counted("t", "f", 2)).isZero();
  }

  @Test
  void anElementTimesOut() {
    NewSet plain = set("t", "s", 0, NewSet.TIMEOUT, 4);
    SetElement element =
        new SetElement(Bytes.ofHex("c0000201"), null, null, 0, 5_000, 0, List.of(), Bytes.EMPTY);
    router.nft(plain, elements("t", "s", 0, element));
    drops(List.of(new Payload(1, Payload.Base.NETWORK, 12, 4), lookup("s", 0)));
    assertThat(passes()).isFalse();
    router.advance(5.1);
    assertThat(passes()).isTrue();
  }

  @Test
  void aVerdictMapDecides() {
    router.nft(
        set("t", "m", 0, NewSet.MAP, 4, NewSet.VERDICT, 16),
        elements("t", "m", 0, SetElement.of(Bytes.ofHex("c0000201"), Verdict.DROP, 0)),
        rule("t", "f", new Payload(1, Payload.Base.NETWORK, 12, 4), vmap("m", 0)));
    assertThat(passes()).isFalse();
    assertThat(router.toInside(router.udp(B, 53, A, 1000))).isTrue();
  }

  @Test
  void concatenatedRangesMatchFieldByField() {
    NewSet given = set("t", "c", 0, NewSet.INTERVAL | NewSet.CONCAT, 8);
    NewSet fields =
        new NewSet(
            given.family(),
            given.table(),
            given.name(),
            0,
            0,
            given.flags(),
            given.keyType(),
            8,
            0,
            0,
            0,
            0,
            List.of(4, 2),
            0,
            0,
            List.of(),
            Bytes.EMPTY,
            given.mode());
    SetElement element =
        new SetElement(
            Bytes.ofHex("c000020000320000"),
            Bytes.ofHex("c00002ff00360000"),
            null,
            0,
            0,
            0,
            List.of(),
            Bytes.EMPTY);
    router.nft(fields, elements("t", "c", 0, element));
    router.nft(
        rule(
            "t",
            "f",
            new Payload(1, Payload.Base.NETWORK, 12, 4),
            new Payload(9, Payload.Base.TRANSPORT, 2, 2),
            lookup("c", 0),
            verdict(Verdict.DROP)));
    assertThat(passes()).isFalse();
    assertThat(router.toOutside(router.udp(A, 1000, B, 55))).isTrue();
  }

  @Test
  void masksShiftsAndOrders() {
    drops(
        List.of(
            new Payload(1, Payload.Base.NETWORK, 0, 1),
            new Bitwise(1, 1, 1, new Bitwise.MaskXor(Bytes.ofHex("0f"), Bytes.ofHex("00"))),
            new Cmp(1, CmpOp.EQ, Bytes.ofHex("05")),
            new Payload(1, Payload.Base.TRANSPORT, 2, 2),
            new Byteorder(1, 1, false, 2, 2),
            new Bitwise(1, 1, 4, new Bitwise.ShiftRight(4)),
            new Cmp(1, CmpOp.EQ, Bytes.ofHex("0300"))));
    assertThat(passes()).isFalse();
  }

  @Test
  void registersAreCombined() {
    Bitwise.Operator[] operators = Bitwise.Operator.values();
    String[] ports = {"0020", "03fd", "03dd"}; // 1000 and 53: and, or, xor
    for (Bitwise.Operator operator : operators) {
      drops(
          List.of(
              new Payload(1, Payload.Base.TRANSPORT, 0, 2),
              new Payload(2, Payload.Base.TRANSPORT, 2, 2),
              new Bitwise(1, 1, 2, new Bitwise.Combine(operator, 2)),
              new Cmp(1, CmpOp.EQ, Bytes.ofHex(ports[operator.ordinal()]))));
      assertThat(passes()).as(operator.word()).isFalse();
    }
  }

  @Test
  void rangesAndNames() {
    drops(
        List.of(
            new Meta(1, MetaKey.IIFNAME),
            new Cmp(
                1,
                CmpOp.EQ,
                Bytes.of("inside\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .padTo(16)),
            new Payload(1, Payload.Base.TRANSPORT, 0, 2),
            new Range(1, CmpOp.EQ, Bytes.bigEndian(999, 2), Bytes.bigEndian(1000, 2))));
    assertThat(passes()).isFalse();
    assertThat(router.toInside(router.udp(A, 1000, B, 53))).isTrue();
  }

  @Test
  void limitsLetABurstPassAndThenARate() {
    router.nft(
        rule(
            "t",
            "f",
            new Limit(1, 1, 5, Limit.Type.PACKETS, false),
            counter(),
            verdict(Verdict.ACCEPT)));
    for (int i = 0; i < 8; i++) {
      passes();
    }
    assertThat(router.counted("t", "f", 0)).isEqualTo(5);
    router.advance(2);
    for (int i = 0; i < 8; i++) {
      passes();
    }
    assertThat(router.counted("t", "f", 0)).isEqualTo(7);
  }

  @Test
  void aQuotaRunsOut() {
    drops(List.of(new Quota(70, 0, true)));
    assertThat(passes()).isTrue();
    assertThat(passes()).isTrue();
    assertThat(passes()).isFalse();
    assertThat(router.rules("t", "f").getFirst().exprs().getFirst())
        .isEqualTo(new Quota(70, 70, true));
  }

  @Test
  void untrackedPacketsHaveNoFlow() {
    router.nft(
        base("t", "raw", "filter", HookNumber.PREROUTING, -300),
        rule("t", "raw", new Notrack()),
        rule("t", "f", join(Rules.ctState(64), List.of(counter()))));
    passes();
    assertThat(router.counted("t", "f", 0)).isEqualTo(1);
    assertThat(router.flows()).isEmpty();
  }

  @Test
  void aWrittenFieldHasItsChecksumMended() {
    router.nft(
        rule(
            "t",
            "f",
            new Immediate(1, new Value(Bytes.ofHex("c6336401"))),
            new PayloadSet(1, Payload.Base.NETWORK, 16, 4, 1, 10, 1)));
    Packet packet = router.udp(A, 1000, B, 53);
    router.toOutside(packet);
    assertThat(Router.destination(packet)).isEqualTo("198.51.100.1:53");
    assertThat(Router.checksumsValid(packet)).isTrue();
  }

  @Test
  void rejectTellsTheSender() {
    router.nft(
        rule("t", "f", join(tcpDport(80), List.of(new Reject(Reject.Type.TCP_RST, 0)))),
        rule("t", "f", new Reject(Reject.Type.ICMP_UNREACH, 13)));
    assertThat(router.toOutside(router.tcp(A, 1, B, 80, Router.SYN, 1, 0))).isFalse();
    assertThat(passes()).isFalse();
    assertThat(router.host.errors).containsExactly("forward reset", "forward 3/13");
  }

  @Test
  void logWritesLinuxLine() {
    router.nft(rule("t", "f", new Log("hi ", null, null, null, null, null)));
    passes();
    router.toOutside(router.tcp(A, 1, B, 80, Router.SYN | Router.ACK, 1, 0));
    assertThat(router.host.logged)
        .containsExactly(
            "hi IN=inside OUT=outside MAC= SRC=192.0.2.1 DST=203.0.113.1 LEN=32 TOS=0x00 PREC=0x00"
                + " TTL=64 ID=0 DF PROTO=UDP SPT=1000 DPT=53 LEN=12 ",
            "hi IN=inside OUT=outside MAC= SRC=192.0.2.1 DST=203.0.113.1 LEN=40 TOS=0x00 PREC=0x00"
                + " TTL=64 ID=0 DF PROTO=TCP SPT=1 DPT=80 WINDOW=64240 RES=0x00 ACK SYN URGP=0 ");
  }

  @Test
  void countersAreDumped() {
    router.nft(rule("t", "f", join(ipSaddr(A), List.of(counter()))));
    passes();
    passes();
    assertThat(router.rules("t", "f").getFirst().exprs().getLast())
        .isEqualTo(new dev.dejima.nft.expr.Counter(2, 64));
  }

  @Test
  void aDormantTableSeesNothing() {
    router.nft(rule("t", "f", verdict(Verdict.DROP)));
    NewTable dormant = new NewTable(Family.IP, "t", NewTable.DORMANT, 0, 0, Bytes.EMPTY, Set.of());
    router.nft(dormant);
    assertThat(passes()).isTrue();
    router.nft(new NewTable(Family.IP, "t", 0, 0, 0, Bytes.EMPTY, Set.of()));
    assertThat(passes()).isFalse();
  }

  @Test
  void eventsTellWhatABatchChanged() throws Exception {
    try (Netlink.Subscription<NftMessage> events =
        router.core.nfTables().subscribe(Set.of(Netlink.Group.NFTABLES))) {
      router.nft(table("new"), chain("new", "c"), rule("new", "c", counter()));
      assertThat(events.poll()).containsInstanceOf(NewTable.class);
      assertThat(events.poll()).containsInstanceOf(NewChain.class);
      assertThat(events.poll().map(event -> ((NewRule) event).handle())).isEqualTo(Optional.of(2L));
      assertThat(events.poll().map(event -> ((NewGeneration) event).id()))
          .isEqualTo(Optional.of(3));
      assertThat(events.poll()).isEmpty();
    }
  }
}
