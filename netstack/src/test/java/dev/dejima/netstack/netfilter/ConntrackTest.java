package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Router.ACK;
import static dev.dejima.netstack.netfilter.Router.FIN;
import static dev.dejima.netstack.netfilter.Router.RST;
import static dev.dejima.netstack.netfilter.Router.SYN;
import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.ctState;
import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** States, timeouts and flags of flows that cross a router. */
class ConntrackTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private static final int INVALID = 1;
  private static final int ESTABLISHED = 2;
  private static final int RELATED = 4;
  private static final int NEW = 8;

  private final Router router = new Router();

  @BeforeEach
  void countStates() {
    router.nft(table("t"), base("t", "f", "filter", HookNumber.FORWARD, 0));
    for (int state : new int[] {INVALID, ESTABLISHED, RELATED, NEW}) {
      router.nft(rule("t", "f", join(ctState(state), List.of(counter()))));
    }
  }

  @AfterEach
  void close() {
    router.close();
  }

  private String counted() {
    return "invalid "
        + router.counted("t", "f", 0)
        + " established "
        + router.counted("t", "f", 1)
        + " related "
        + router.counted("t", "f", 2)
        + " new "
        + router.counted("t", "f", 3);
  }

  private boolean out(int flags, int seq, int ack) {
    return router.toOutside(router.tcp(A, 1000, B, 80, flags, seq, ack));
  }

  private boolean in(int flags, int seq, int ack) {
    return router.toInside(router.tcp(B, 80, A, 1000, flags, seq, ack));
  }

  private void handshake() {
    out(SYN, 100, 0);
    in(SYN | ACK, 500, 101);
    out(ACK, 101, 501);
  }

  private void expect(int state, long timeout, int status) {
    NewConntrack flow = router.flow();
    assertThat(flow.tcpState()).isEqualTo(state);
    assertThat(flow.timeout()).isEqualTo(timeout);
    assertThat(flow.status()).isEqualTo(status | NewConntrack.CONFIRMED);
  }

  private static final int SEEN = NewConntrack.SEEN_REPLY;
  private static final int ASSURED = NewConntrack.ASSURED | NewConntrack.SEEN_REPLY;

  @Test
  void aConnectionOpensAndCloses() {
    out(SYN, 100, 0);
    expect(1, 120, 0);
    in(SYN | ACK, 500, 101);
    expect(2, 60, SEEN);
    out(ACK, 101, 501);
    expect(3, 432_000, ASSURED);
    out(FIN | ACK, 101, 501);
    expect(4, 120, ASSURED);
    in(FIN | ACK, 501, 102);
    expect(6, 30, ASSURED);
    out(ACK, 102, 502);
    expect(7, 120, ASSURED);
    assertThat(counted()).isEqualTo("invalid 0 established 5 related 0 new 1");
    router.advance(121);
    assertThat(router.flows()).isEmpty();
  }

  @Test
  void unacknowledgedDataShortensTheTimeout() {
    handshake();
    router.toOutside(router.tcp(A, 1000, B, 80, ACK, 101, 501, 10));
    expect(3, 300, ASSURED);
    in(ACK, 501, 111);
    expect(3, 432_000, ASSURED);
  }

  @Test
  void aResetCountsIfItsNumberIsRight() {
    handshake();
    in(RST, 9_000, 0);
    expect(3, 10, ASSURED);
    out(ACK, 101, 501);
    in(RST, 501, 0);
    expect(8, 10, ASSURED);
  }

  @Test
  void aResetFarOffIsInvalid() {
    handshake();
    in(RST, 501 + 1_000_000, 0);
    expect(3, 432_000, ASSURED);
    assertThat(counted()).startsWith("invalid 1 ");
  }

  @Test
  void aResetThatAnswersASynEndsTheFlow() {
    out(SYN, 100, 0);
    in(RST | ACK, 0, 101);
    assertThat(router.flows()).isEmpty();
    assertThat(counted()).isEqualTo("invalid 0 established 1 related 0 new 1");
  }

  @Test
  void bothEndsMayOpenAtOnce() {
    out(SYN, 100, 0);
    in(SYN, 500, 0);
    expect(9, 120, SEEN);
    out(SYN | ACK, 100, 501);
    expect(2, 60, SEEN);
    in(SYN | ACK, 500, 101);
    in(ACK, 501, 101);
    expect(3, 432_000, ASSURED);
  }

  @Test
  void aConnectionIsPickedUpInTheMiddle() {
    out(ACK, 1_000, 2_000);
    expect(3, 300, 0);
  }

  @Test
  void aSynRepeatedIsNewAgainAndDoesNotRenewTheTimeout() {
    out(SYN, 100, 0);
    router.advance(3);
    out(SYN, 100, 0);
    expect(1, 117, 0);
    assertThat(counted()).isEqualTo("invalid 0 established 0 related 0 new 2");
  }

  @Test
  void aClosedConnectionIsReopened() {
    handshake();
    out(FIN | ACK, 101, 501);
    in(FIN | ACK, 501, 102);
    out(ACK, 102, 502);
    Integer id = router.flow().id();
    out(SYN, 9_000, 0);
    expect(1, 120, 0);
    assertThat(router.flow().id()).isNotEqualTo(id);
  }

  @Test
  void segmentsOutOfWindowAreInvalid() {
    handshake();
    router.toInside(router.tcp(B, 80, A, 1000, ACK, 501 + 200_000, 101, 1));
    in(ACK, 501, 101 + 70_000);
    assertThat(counted()).isEqualTo("invalid 2 established 2 related 0 new 1");
  }

  @Test
  void damagedAndSenselessSegmentsAreInvalid() {
    Packet damaged = router.tcp(A, 1000, B, 80, SYN, 1, 0);
    damaged.bytes[damaged.transport + 4] ^= 1;
    router.toOutside(damaged);
    out(SYN | FIN, 1, 0);
    out(0, 1, 0);
    assertThat(router.flows()).isEmpty();
    assertThat(counted()).isEqualTo("invalid 3 established 0 related 0 new 0");
  }

  @Test
  void udpBecomesAStreamAfterTwoSeconds() {
    router.toOutside(router.udp(A, 1000, B, 53));
    assertThat(router.flow().timeout()).isEqualTo(30);
    router.toInside(router.udp(B, 53, A, 1000));
    router.toOutside(router.udp(A, 1000, B, 53));
    assertThat(router.flow().timeout()).isEqualTo(30);
    assertThat(router.flow().status()).isEqualTo(SEEN | NewConntrack.CONFIRMED);
    router.advance(2.5);
    router.toOutside(router.udp(A, 1000, B, 53));
    assertThat(router.flow().timeout()).isEqualTo(120);
    assertThat(router.flow().status()).isEqualTo(ASSURED | NewConntrack.CONFIRMED);
  }

  @Test
  void anEchoIsAFlowByItsId() {
    router.toOutside(router.echo(A, B, true, 7));
    router.toInside(router.echo(B, A, false, 7));
    router.toInside(router.echo(B, A, false, 8));
    assertThat(router.flow().timeout()).isEqualTo(30);
    assertThat(router.flow().reply().destinationPort()).isZero();
    assertThat(router.flow().original().destinationPort()).isEqualTo(8 << 8);
    assertThat(counted()).isEqualTo("invalid 1 established 1 related 0 new 1");
  }

  @Test
  void anErrorIsRelatedToTheFlowItComplainsOf() {
    Packet packet = router.udp(A, 1000, B, 53);
    router.toOutside(packet);
    router.toInside(router.error("198.51.100.9", A, 11, 0, packet));
    router.toInside(router.error("198.51.100.9", "192.0.2.77", 11, 0, packet));
    router.toInside(router.error("198.51.100.9", A, 11, 0, router.udp(A, 1001, B, 53)));
    assertThat(counted()).isEqualTo("invalid 2 established 0 related 1 new 1");
  }

  @Test
  void nothingIsTrackedUnlessARuleAsks() {
    Router other = new Router();
    other.nft(
        table("t"),
        base("t", "n", "nat", HookNumber.PREROUTING, -100),
        base("t", "f", "filter", HookNumber.FORWARD, 0));
    other.toOutside(other.udp(A, 1000, B, 53));
    assertThat(other.flows()).isEmpty();
    other.close();
  }

  @Test
  void flowsAreForgottenOneByOneOrAll() throws Exception {
    router.toOutside(router.udp(A, 1000, B, 53));
    router.toOutside(router.udp(A, 1001, B, 53));
    router.core.conntrack().request(new DelConntrack(router.flows().getFirst().original()));
    assertThat(router.flow().original().sourcePort()).isEqualTo(1001);
    router.core.conntrack().request(new DelConntrack(null));
    assertThat(router.flows()).isEmpty();
  }

  @Test
  void aFullTableDropsWhatIsNew() throws Exception {
    router.set("max", "1");
    assertThat(router.toOutside(router.udp(A, 1000, B, 53))).isTrue();
    assertThat(router.toOutside(router.udp(A, 1001, B, 53))).isFalse();
    assertThat(router.toOutside(router.udp(A, 1000, B, 53))).isTrue();
    router.advance(31);
    assertThat(router.toOutside(router.udp(A, 1001, B, 53))).isTrue();
  }

  @Test
  void timeoutsCanBeSet() throws Exception {
    router.set("udp_timeout", "5");
    router.toOutside(router.udp(A, 1000, B, 53));
    assertThat(router.flow().timeout()).isEqualTo(5);
  }
}
