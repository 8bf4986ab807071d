package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.elements;
import static dev.dejima.netstack.netfilter.Rules.lookup;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.set;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.netstack.netfilter.Rules.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Netlink;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What packets do to sets and objects, and these to packets. */
class SetEvaluationTest {
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";
  private static final String OUTSIDE = "203.0.113.1";
  private static final Expr SADDR = new Payload(1, Payload.Base.NETWORK, 12, 4);
  private static final int TIMED = NewSet.EVAL | NewSet.TIMEOUT;

  private final Router router = new Router();

  @BeforeEach
  void makeTable() {
    router.nft(table("t"), base("t", "f", "filter", HookNumber.FORWARD, 0));
  }

  @AfterEach
  void close() {
    router.close();
  }

  private boolean passes(String source) {
    return router.toOutside(router.udp(source, 1000, OUTSIDE, 53));
  }

  private static NewSet sized(String name, int flags, int size, long timeout, Expr... exprs) {
    return new NewSet(
        Family.IP,
        "t",
        name,
        1,
        0,
        flags,
        7,
        4,
        0,
        0,
        size,
        0,
        List.of(),
        timeout,
        0,
        List.of(exprs),
        Bytes.EMPTY,
        Set.of(NewFlag.CREATE));
  }

  private static Expr put(Dynset.Operation operation, String set, Expr... exprs) {
    return new Dynset(operation, 1, OptionalInt.empty(), set, 0, 0, List.of(exprs), false);
  }

  private static Bytes key(String address) {
    return IpAddress.parse(address).toBytes();
  }

  private List<SetElement> held(String set) {
    return router.dump(new GetSetElements(Family.IP, "t", set)).stream()
        .flatMap(message -> ((NewSetElements) message).elements().stream())
        .toList();
  }

  private static NewObject object(String name, ObjectData data) {
    return new NewObject(Family.IP, "t", name, 0, data, 0, Bytes.EMPTY, Set.of(NewFlag.CREATE));
  }

  private ObjectData object(String name) {
    return router.dump(new GetObjects(Family.IP, "t", ObjectType.UNSPEC, name, false)).stream()
        .map(message -> ((NewObject) message).data())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsAddedTimesOutThoughItIsAddedAgain() {
    router.nft(sized("s", TIMED, 0, 10_000), rule("t", "f", SADDR, put(Dynset.Operation.ADD, "s")));
    passes(A);
    router.advance(4);
    passes(A);
    assertThat(held("s")).extracting(SetElement::key).containsExactly(key(A));
    assertThat(held("s")).extracting(SetElement::expiration).containsExactly(6_000L);
    router.advance(7);
    assertThat(held("s")).isEmpty();
  }

  @Test
  void whatIsUpdatedLivesOn() {
    router.nft(
        sized("s", TIMED, 0, 10_000), rule("t", "f", SADDR, put(Dynset.Operation.UPDATE, "s")));
    passes(A);
    router.advance(4);
    passes(A);
    assertThat(held("s")).extracting(SetElement::expiration).containsExactly(10_000L);
  }

  @Test
  void aFullSetBreaksTheRuleUntilTheDeadAreRemoved() {
    router.nft(
        sized("s", TIMED, 1, 10_000),
        rule("t", "f", SADDR, put(Dynset.Operation.ADD, "s"), counter()));
    passes(A);
    passes(B);
    assertThat(router.counted("t", "f", 0)).isEqualTo(1);
    router.advance(12);
    passes(B);
    assertThat(held("s")).extracting(SetElement::key).containsExactly(key(B));
  }

  @Test
  void packetsTakeElementsOut() {
    router.nft(
        sized("s", NewSet.EVAL, 0, 0),
        elements("t", "s", 0, SetElement.of(key(A), 0), SetElement.of(key(B), 0)),
        rule("t", "f", SADDR, put(Dynset.Operation.DELETE, "s")));
    passes(A);
    assertThat(held("s")).extracting(SetElement::key).containsExactly(key(B));
  }

  @Test
  void eachElementCountsForItself() {
    router.nft(
        sized("s", 0, 0, 0, counter()),
        elements("t", "s", 0, SetElement.of(key(A), 0), SetElement.of(key(B), 0)),
        rule("t", "f", SADDR, lookup("s", 0)));
    passes(A);
    passes(A);
    assertThat(held("s"))
        .filteredOn(element -> element.key().equals(key(A)))
        .flatExtracting(SetElement::exprs)
        .containsExactly(new Counter(2, 64));
    assertThat(held("s"))
        .filteredOn(element -> element.key().equals(key(B)))
        .flatExtracting(SetElement::exprs)
        .containsExactly(new Counter(0, 0));
  }

  @Test
  void eachSourceHasALimitOfItsOwn() {
    router.nft(
        sized("s", NewSet.EVAL, 0, 0),
        rule(
            "t",
            "f",
            SADDR,
            put(Dynset.Operation.ADD, "s", new Limit(1, 1, 2, Limit.Type.PACKETS, true)),
            verdict(Verdict.DROP)));
    assertThat(List.of(passes(A), passes(A), passes(A))).containsExactly(true, true, false);
    assertThat(passes(B)).isTrue();
    router.advance(1);
    assertThat(List.of(passes(A), passes(A))).containsExactly(true, false);
  }

  @Test
  void aMapLeadsToObjects() {
    NewSet map =
        new NewSet(
            Family.IP,
            "t",
            "m",
            1,
            0,
            NewSet.OBJECT,
            7,
            4,
            0,
            0,
            ObjectType.COUNTER,
            0,
            0,
            List.of(),
            0,
            0,
            List.of(),
            Bytes.EMPTY,
            Set.of(NewFlag.CREATE));
    router.nft(
        object("a", counter0()),
        map,
        elements("t", "m", 0, SetElement.of(key(A), new ObjectName("a"), 0)),
        rule("t", "f", SADDR, new ObjRefMap(1, "m", 0), verdict(Verdict.DROP)));
    assertThat(passes(A)).isFalse();
    assertThat(passes(B)).isTrue();
    assertThat(object("a")).isEqualTo(new Counter(1, 32));
  }

  private static Counter counter0() {
    return new Counter(0, 0);
  }

  @Test
  void aQuotaTellsOnceThatItIsUsedUp() throws Exception {
    router.nft(
        object("q", new Quota(40, 0, true)),
        rule("t", "f", new ObjRef(ObjectType.QUOTA, "q"), verdict(Verdict.DROP)));
    try (Netlink.Subscription<NftMessage> events =
        router.core.nfTables().subscribe(Set.of(Netlink.Group.NFTABLES))) {
      assertThat(List.of(passes(A), passes(A), passes(A))).containsExactly(true, false, false);
      assertThat(events.poll())
          .get()
          .extracting(message -> ((NewObject) message).data())
          .isEqualTo(new Quota(40, 40, true));
      assertThat(events.poll()).isEmpty();
    }
  }

  @Test
  void fieldsMayBeRangesThatDoNotOverlap() {
    int flags = NewSet.INTERVAL | NewSet.CONCAT;
    NewSet ranges =
        new NewSet(
            Family.IP,
            "t",
            "c",
            1,
            0,
            flags,
            7,
            8,
            0,
            0,
            0,
            0,
            List.of(4, 4),
            0,
            0,
            List.of(),
            Bytes.EMPTY,
            Set.of(NewFlag.CREATE));
    Expr daddr = new Payload(9, Payload.Base.NETWORK, 16, 4);
    router.nft(
        ranges,
        elements("t", "c", 0, range("192.0.2.0", "0.0.0.0", "192.0.2.1", "255.255.255.255")),
        rule("t", "f", SADDR, daddr, lookup("c", 0), verdict(Verdict.DROP)));
    assertThat(passes(A)).isFalse();
    assertThat(passes(B)).isTrue();
    assertThat(
            router.refused(
                elements("t", "c", 0, range(A, OUTSIDE, "192.0.2.9", "255.255.255.255"))))
        .containsExactly("0 EEXIST");
    router.nft(elements("t", "c", 0, range(B, OUTSIDE, B, OUTSIDE)));
    assertThat(passes(B)).isFalse();
  }

  private static SetElement range(String from1, String from2, String to1, String to2) {
    return new SetElement(
        key(from1).concat(key(from2)),
        key(to1).concat(key(to2)),
        null,
        0,
        0,
        0,
        List.of(),
        Bytes.EMPTY);
  }

  @Test
  void anElementMustFitItsSet() {
    router.nft(set("t", "s", 1, 0, 4), sized("one", 0, 1, 0));
    SetElement timed = new SetElement(key(A), null, null, 0, 1000, 0, List.of(), Bytes.EMPTY);
    assertThat(router.refused(elements("t", "s", 0, timed))).containsExactly("0 EINVAL");
    assertThat(router.refused(elements("t", "s", 0, SetElement.of(Bytes.of((byte) 1), 0))))
        .containsExactly("0 EINVAL");
    assertThat(
            router.refused(
                elements("t", "one", 0, SetElement.of(key(A), 0), SetElement.of(key(B), 0))))
        .containsExactly("0 ENFILE");
    assertThat(held("one")).isEmpty();
  }
}
