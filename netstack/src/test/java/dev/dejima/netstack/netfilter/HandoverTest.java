package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Dup;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Tproxy;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packets and copies that rules give to others, and the sockets they ask for. */
class HandoverTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private static final OptionalInt NONE = OptionalInt.empty();
  private final Router router = new Router();

  @AfterEach
  void close() {
    router.close();
  }

  private void rule(HookNumber hook, Expr... exprs) {
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "f", "filter", hook, 0, null),
        Rules.rule("t", "f", List.of(exprs)));
  }

  private static Expr load(int register, String hex) {
    return new Immediate(register, new Value(Bytes.ofHex(hex)));
  }

  private Packet packet() {
    return router.udp(A, 1000, B, 53);
  }

  @Test
  void aCopyGoesToAnotherHostAndThePacketOn() {
    rule(HookNumber.FORWARD, load(1, "c6336401"), new Dup(OptionalInt.of(1), NONE), counter());
    assertThat(router.toOutside(packet())).isTrue();
    assertThat(router.host.sender.sent).containsExactly("copy to 0:c6336401 by any at forward");
    assertThat(router.counted("t", "f", 0)).isEqualTo(1);
  }

  @Test
  void aCopyByADeviceThatIsGoneIsNone() {
    rule(
        HookNumber.FORWARD,
        load(1, "c6336401"),
        load(2, "63000000"),
        new Dup(OptionalInt.of(1), OptionalInt.of(2)),
        counter());
    assertThat(router.toOutside(packet())).isTrue();
    assertThat(router.host.sender.sent).isEmpty();
    assertThat(router.counted("t", "f", 0)).isEqualTo(1);
  }

  @Test
  void framesAreSentOnInTablesOfDevicesOnly() {
    Fwd fwd = new Fwd(1, NONE, null);
    assertThat(
            router.refused(
                table(Family.IP, "x"),
                base(Family.IP, "x", "f", "filter", HookNumber.FORWARD, 0, null),
                Rules.rule("x", "f", List.of(load(1, "02000000"), fwd))))
        .containsExactly("2 ENOENT");
  }

  @Test
  void aQueueWithoutAListenerDropsUnlessItIsPassedBy() {
    rule(HookNumber.FORWARD, new Queue(3, 1, 0, NONE));
    assertThat(router.toOutside(packet())).isFalse();
    router.close();
    Router other = new Router();
    other.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, null),
        Rules.rule("t", "f", List.of(new Queue(3, 4, Queue.BYPASS, NONE))));
    assertThat(other.toOutside(other.udp(A, 1, B, 2))).isTrue();
    other.close();
  }

  @Test
  void queuesHaveNumbersOf16Bits() {
    assertThat(refused(new Queue(0xffff, 2, 0, NONE))).containsExactly("2 ERANGE");
    assertThat(refused(new Queue(1, 0, 0, NONE))).containsExactly("2 EINVAL");
    assertThat(refused(new Queue(1, 1, 8, NONE))).containsExactly("2 EINVAL");
  }

  private List<String> refused(Expr expr) {
    return router.refused(
        table(Family.IP, "x"),
        base(Family.IP, "x", "f", "filter", HookNumber.FORWARD, 0, null),
        Rules.rule("x", "f", List.of(expr)));
  }

  @Test
  void aProxyWithoutATransparentSocketBreaksTheRule() {
    rule(
        HookNumber.PREROUTING,
        load(1, "1f90"),
        new Tproxy(Family.IP, NONE, OptionalInt.of(1)),
        counter());
    router.host.sockets.put("17 " + A + ":8080", new FakeSock(true, false, 0));
    Packet packet = packet();
    assertThat(router.toOutside(packet)).isTrue();
    assertThat(packet.socket).isNull();
    assertThat(router.counted("t", "f", 0)).isZero();
  }

  @Test
  void aProxyTakesPacketsOfItsConnectionsFirstThenOfAllOthers() {
    FakeSock proxy = new FakeSock(true, true, 0);
    FakeSock connection = new FakeSock(false, true, 0);
    rule(
        HookNumber.PREROUTING,
        load(1, "cb007163"),
        load(2, "1f90"),
        new Tproxy(Family.IP, OptionalInt.of(1), OptionalInt.of(2)),
        counter());
    router.host.sockets.put("17 203.0.113.99:8080", proxy);
    Packet first = packet();
    router.toOutside(first);
    assertThat(first.socket).isSameAs(proxy);
    router.host.sockets.put("17 203.0.113.1:53 192.0.2.1:1000", connection);
    Packet second = packet();
    router.toOutside(second);
    assertThat(second.socket).isSameAs(connection);
    assertThat(router.counted("t", "f", 0)).isEqualTo(2);
  }

  @Test
  void socketsAreFoundByThePacketsEnds() {
    rule(
        HookNumber.PREROUTING,
        new Load(1, new Socket(Socket.Key.WILDCARD, 0)),
        new dev.dejima.nft.expr.Cmp(1, dev.dejima.nft.expr.CmpOp.EQ, Bytes.of((byte) 1)),
        counter());
    router.toOutside(packet());
    assertThat(router.counted("t", "f", 0)).isZero();
    router.host.sockets.put("17 203.0.113.1:53 192.0.2.1:1000", new FakeSock(true, false, 0));
    router.toOutside(packet());
    assertThat(router.counted("t", "f", 0)).isEqualTo(1);
    Packet error = router.error(A, B, 3, 3, router.udp(B, 53, A, 1000));
    router.toOutside(error);
    assertThat(router.counted("t", "f", 0)).isEqualTo(2);
  }
}
