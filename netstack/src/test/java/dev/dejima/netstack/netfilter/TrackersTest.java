package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.ctState;
import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.snat;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.ConntrackStatistics;
import dev.dejima.kernel.conntrack.ConntrackStatistics.Count;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.GetConntracks.What;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.NetworkOrder;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SCTP, UDP-Lite, GRE and protocols that nothing is known of, and the bounds of the table. */
class TrackersTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int ABORT = 6;
  private static final int SHUTDOWN = 7;
  private static final int SHUTDOWN_ACK = 8;
  private static final int COOKIE_ECHO = 10;
  private static final int COOKIE_ACK = 11;
  private static final int SHUTDOWN_COMPLETE = 14;

  private final Router router = new Router();

  @BeforeEach
  void countInvalid() {
    router.nft(table("t"), base("t", "f", "filter", HookNumber.FORWARD, 0));
    router.nft(rule("t", "f", join(ctState(1), List.of(counter()))));
  }

  @AfterEach
  void close() {
    router.close();
  }

  private long invalid() {
    return router.counted("t", "f", 0);
  }

  private static void crc(Packet packet) {
    NetworkOrder.put32(packet.bytes, packet.transport + 8, 0);
    CRC32C crc = new CRC32C();
    crc.update(packet.bytes, packet.transport, packet.transportLength());
    NetworkOrder.put32(
        packet.bytes, packet.transport + 8, Integer.reverseBytes((int) crc.getValue()));
  }

  /** A packet with one chunk; an INIT and its answer ask for a tag. */
  private Packet sctp(boolean out, int tag, int chunk, int asked) {
    Packet packet = router.ip(out ? A : B, out ? B : A, 132, 12 + 20);
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    NetworkOrder.put16(bytes, at, out ? 1000 : 2000);
    NetworkOrder.put16(bytes, at + 2, out ? 2000 : 1000);
    NetworkOrder.put32(bytes, at + 4, tag);
    bytes[at + 12] = (byte) chunk;
    NetworkOrder.put16(bytes, at + 14, 20);
    NetworkOrder.put32(bytes, at + 16, asked);
    crc(packet);
    return packet;
  }

  private void expect(int state, long timeout) {
    NewConntrack flow = router.flow();
    assertThat(flow.protocol()).isInstanceOf(ProtocolState.Sctp.class);
    assertThat(((ProtocolState.Sctp) flow.protocol()).state()).isEqualTo(state);
    assertThat(flow.timeout()).isEqualTo(timeout);
  }

  private void associate() {
    router.toOutside(sctp(true, 0, INIT, 11));
    router.toInside(sctp(false, 11, INIT_ACK, 22));
    router.toOutside(sctp(true, 22, COOKIE_ECHO, 0));
    router.toInside(sctp(false, 11, COOKIE_ACK, 0));
  }

  @Test
  void anAssociationOpensAndCloses() {
    router.toOutside(sctp(true, 0, INIT, 11));
    expect(1, 10);
    router.toInside(sctp(false, 11, INIT_ACK, 22));
    expect(2, 3);
    router.toOutside(sctp(true, 22, COOKIE_ECHO, 0));
    expect(3, 3);
    router.toInside(sctp(false, 11, COOKIE_ACK, 0));
    expect(4, 210);
    assertThat(router.flow().has(NewConntrack.ASSURED)).isTrue();
    router.toOutside(sctp(true, 22, SHUTDOWN, 0));
    expect(5, 3);
    router.toInside(sctp(false, 11, SHUTDOWN_ACK, 0));
    expect(7, 3);
    router.toOutside(sctp(true, 22, SHUTDOWN_COMPLETE, 0));
    expect(1, 10);
    assertThat(invalid()).isZero();
  }

  @Test
  void chunksWithAnotherTagAreInvalid() {
    associate();
    router.toInside(sctp(false, 12, SHUTDOWN, 0));
    router.toOutside(sctp(true, 23, ABORT, 0));
    expect(4, 210);
    assertThat(invalid()).isEqualTo(2);
    router.toOutside(sctp(true, 22, ABORT, 0));
    expect(1, 10);
  }

  @Test
  void damagedPacketsOfSctpAreInvalid() {
    Packet packet = sctp(true, 0, INIT, 11);
    packet.bytes[packet.transport + 20] ^= 1;
    router.toOutside(packet);
    assertThat(router.flows()).isEmpty();
    assertThat(invalid()).isEqualTo(1);
  }

  @Test
  void translationMakesTheChecksumAnew() {
    router.nft(base("t", "n", "nat", HookNumber.POSTROUTING, 100));
    router.nft(rule("t", "n", snat("203.0.113.254", "203.0.113.254", 0)));
    Packet packet = sctp(true, 0, INIT, 11);
    router.toOutside(packet);
    assertThat(Router.source(packet)).isNotEqualTo(A);
    int told = NetworkOrder.get32(packet.bytes, packet.transport + 8);
    crc(packet);
    assertThat(NetworkOrder.get32(packet.bytes, packet.transport + 8)).isEqualTo(told);
  }

  @Test
  void udpLiteMustHaveAChecksum() {
    Packet packet = router.udp(A, 1, B, 2);
    packet.protocol = 136;
    packet.bytes[packet.network + 9] = (byte) 136;
    NetworkOrder.put16(packet.bytes, packet.transport + 6, 0);
    router.toOutside(packet);
    assertThat(router.flows()).isEmpty();
    assertThat(invalid()).isEqualTo(1);
  }

  @Test
  void greLivesLongerOnceItIsAnswered() {
    router.toOutside(router.ip(A, B, 47, 8));
    assertThat(router.flow().timeout()).isEqualTo(30);
    router.toInside(router.ip(B, A, 47, 8));
    router.toOutside(router.ip(A, B, 47, 8));
    assertThat(router.flow().timeout()).isEqualTo(180);
    assertThat(router.flow().has(NewConntrack.ASSURED)).isTrue();
  }

  @Test
  void dccpIsAProtocolLikeAnyOther() {
    Packet packet = router.ip(A, B, 33, 16);
    NetworkOrder.put16(packet.bytes, packet.transport, 1000);
    router.toOutside(packet);
    assertThat(router.flow().timeout()).isEqualTo(600);
    assertThat(router.flow().original().sourcePort()).isZero();
  }

  @Test
  void whatAFullTableDropsIsCounted() throws Exception {
    router.set("max", "2");
    for (int port = 1; port <= 20; port++) {
      router.toOutside(router.udp(A, port, B, 53));
    }
    assertThat(router.flows()).hasSizeLessThanOrEqualTo(2);
    List<ConntrackMessage> told =
        router.core.conntrack().dump(new GetConntracks(What.STATISTICS, 0));
    ConntrackStatistics statistics = (ConntrackStatistics) told.getFirst();
    long drops =
        statistics.counts().getOrDefault(Count.DROP, 0L)
            + statistics.counts().getOrDefault(Count.EARLY_DROP, 0L);
    assertThat(drops).isEqualTo(18);
  }
}
