package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Synproxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Segments that a SYN proxy answers; whole connections through it are compared with Linux. */
class SynProxyTest {
  private static final String CLIENT = "192.0.2.1";
  private static final String SERVER = "203.0.113.1";
  private static final int SEQ = 1000;
  private final Router router = new Router();

  @AfterEach
  void close() {
    router.close();
  }

  private void proxy() {
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, null),
        Rules.rule("t", "f", List.of(new Synproxy(1460, 7, Synproxy.MSS), counter())));
  }

  /** Shows the forward hook a segment, as one that nothing tracks. */
  private boolean forward(int flags, int seq, int ack) {
    Packet packet = router.tcp(CLIENT, 4000, SERVER, 80, flags, seq, ack);
    packet.ctInfo = Packet.CT_UNTRACKED;
    packet.in = router.inside;
    packet.out = router.outside;
    return router.hook(HookNumber.FORWARD, packet, router.inside, router.outside);
  }

  private Packet sent() {
    return router.host.sender.own.getLast();
  }

  private static String text(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    return "%s > %s flags %x win %d"
        .formatted(
            Router.source(packet),
            Router.destination(packet),
            bytes[at + 13],
            get16(bytes, at + 14));
  }

  private static int seq(Packet packet) {
    return get32(packet.bytes, packet.transport + 4);
  }

  private static int ack(Packet packet) {
    return get32(packet.bytes, packet.transport + 8);
  }

  @Test
  void aSynIsAnsweredAndItsAcknowledgementBecomesASynToTheServer() {
    proxy();
    assertThat(forward(Router.SYN, SEQ, 0)).isFalse();
    assertThat(text(sent())).isEqualTo("203.0.113.1:80 > 192.0.2.1:4000 flags 12 win 0");
    assertThat(ack(sent())).isEqualTo(SEQ + 1);
    int cookie = seq(sent());
    assertThat(forward(Router.ACK, SEQ + 1, cookie + 1)).isFalse();
    assertThat(text(sent())).isEqualTo("192.0.2.1:4000 > 203.0.113.1:80 flags 2 win 64240");
    assertThat(seq(sent())).isEqualTo(SEQ);
    assertThat(ack(sent())).isEqualTo(cookie);
    assertThat(sent().proxied).isTrue();
    assertThat(get32(sent().bytes, sent().transport + 20))
        .as("a client that announced no segment size")
        .isEqualTo(2 << 24 | 4 << 16 | 536);
    assertThat(router.counted("t", "f", 0)).as("what comes behind the proxy").isZero();
  }

  @Test
  void whatAcknowledgesNoCookieOrAnOldOneIsDropped() {
    proxy();
    forward(Router.SYN, SEQ, 0);
    int cookie = seq(sent());
    assertThat(forward(Router.ACK, SEQ + 1, cookie + 100)).isFalse();
    assertThat(forward(Router.ACK, SEQ + 2, cookie + 1)).isFalse();
    assertThat(router.host.sender.own).hasSize(1);
    router.advance(60);
    forward(Router.ACK, SEQ + 1, cookie + 1);
    assertThat(router.host.sender.own).hasSize(2);
    router.advance(120);
    forward(Router.ACK, SEQ + 1, cookie + 1);
    assertThat(router.host.sender.own).hasSize(2);
  }

  @Test
  void aClientThatRemindsOfItselfBringsAnotherSyn() {
    proxy();
    forward(Router.SYN, SEQ, 0);
    int cookie = seq(sent());
    forward(Router.ACK, SEQ + 1, cookie + 1);
    Packet syn = sent();
    syn.out = router.outside;
    assertThat(router.hook(HookNumber.OUTPUT, syn, null, router.outside)).isTrue();
    assertThat(router.hook(HookNumber.POSTROUTING, syn, null, router.outside)).isTrue();
    assertThat(router.flow().details().synproxy()).isNotNull();
    Packet reminder = router.tcp(CLIENT, 4000, SERVER, 80, Router.ACK, SEQ, cookie + 1);
    reminder.in = router.inside;
    reminder.out = router.outside;
    assertThat(router.hook(HookNumber.PREROUTING, reminder, router.inside, null)).isTrue();
    assertThat(router.hook(HookNumber.POSTROUTING, reminder, router.inside, router.outside))
        .isFalse();
    assertThat(router.host.sender.own).hasSize(3);
    assertThat(seq(sent())).isEqualTo(SEQ);
  }

  @Test
  void otherSegmentsAndProtocolsPass() {
    proxy();
    assertThat(forward(Router.RST, SEQ, 0)).isTrue();
    Packet datagram = router.udp(CLIENT, 1, SERVER, 2);
    assertThat(router.hook(HookNumber.FORWARD, datagram, router.inside, router.outside)).isTrue();
    assertThat(router.counted("t", "f", 0)).isEqualTo(1);
  }

  @Test
  void aSegmentWhoseOptionsAreCutOffIsDropped() {
    proxy();
    Packet packet = router.tcp(CLIENT, 4000, SERVER, 80, Router.SYN, SEQ, 0);
    packet.bytes[packet.transport + 12] = (byte) 0xf0;
    packet.ctInfo = Packet.CT_UNTRACKED;
    assertThat(router.hook(HookNumber.FORWARD, packet, router.inside, router.outside)).isFalse();
    assertThat(router.host.sender.own).isEmpty();
  }

  @Test
  void aDamagedSegmentIsDropped() {
    proxy();
    Packet packet = router.tcp(CLIENT, 4000, SERVER, 80, Router.SYN, SEQ, 0);
    packet.bytes[packet.transport + 16] ^= 1;
    packet.ctInfo = Packet.CT_UNTRACKED;
    assertThat(router.hook(HookNumber.FORWARD, packet, router.inside, router.outside)).isFalse();
    assertThat(router.host.sender.own).isEmpty();
  }

  @Test
  void anErrorAboutASegmentPasses() {
    proxy();
    forward(Router.SYN, SEQ, 0);
    forward(Router.ACK, SEQ + 1, seq(sent()) + 1);
    Packet syn = sent();
    syn.out = router.outside;
    assertThat(router.hook(HookNumber.OUTPUT, syn, null, router.outside)).isTrue();
    assertThat(router.hook(HookNumber.POSTROUTING, syn, null, router.outside)).isTrue();
    assertThat(router.toInside(router.error(SERVER, CLIENT, 3, 1, syn))).isTrue();
  }

  @Test
  void whatLinuxDoesNotKnowIsRefused() {
    assertThat(
            router.refused(
                table(Family.IP, "t"),
                base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, null),
                Rules.rule("t", "f", List.of(new Synproxy(1460, 7, 0x40)))))
        .containsExactly("2 EOPNOTSUPP");
    assertThat(
            router.refused(
                table(Family.IP, "t"),
                base(Family.IP, "t", "f", "filter", HookNumber.OUTPUT, 0, null),
                Rules.rule("t", "f", List.of(new Synproxy(1460, 7, 1)))))
        .isNotEmpty();
  }
}
