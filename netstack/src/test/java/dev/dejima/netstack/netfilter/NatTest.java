package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Router.ACK;
import static dev.dejima.netstack.netfilter.Router.SYN;
import static dev.dejima.netstack.netfilter.Router.destination;
import static dev.dejima.netstack.netfilter.Router.source;
import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.dnat;
import static dev.dejima.netstack.netfilter.Rules.ipDaddr;
import static dev.dejima.netstack.netfilter.Rules.ipSaddr;
import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.masquerade;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.snat;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.netstack.netfilter.Rules.tcpDport;
import static dev.dejima.netstack.netfilter.Rules.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.NetworkOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What translation does to packets, flows and checksums. */
class NatTest {
  private static final String LAN = "192.0.2.1";
  private static final String ROUTER = "203.0.113.254";
  private static final String WAN = "203.0.113.1";

  private final Router router = new Router();

  @AfterEach
  void close() {
    router.close();
  }

  private void destinationNat() {
    router.nft(
        table("nat"),
        base("nat", "PREROUTING", "nat", HookNumber.PREROUTING, -100),
        rule(
            "nat",
            "PREROUTING",
            join(ipDaddr(ROUTER), tcpDport(54321), List.of(counter()), dnat(LAN))));
  }

  private void sourceNat(List<dev.dejima.nft.expr.Expr> exprs) {
    router.nft(
        table("nat"),
        base("nat", "POSTROUTING", "nat", HookNumber.POSTROUTING, 100),
        rule("nat", "POSTROUTING", exprs));
  }

  private Packet sent(Packet packet) {
    assertThat(router.toOutside(packet)).isTrue();
    assertThat(Router.checksumsValid(packet)).isTrue();
    return packet;
  }

  private Packet received(Packet packet) {
    assertThat(router.toInside(packet)).isTrue();
    assertThat(Router.checksumsValid(packet)).isTrue();
    return packet;
  }

  @Test
  void theArticle() {
    destinationNat();
    Packet syn = received(router.tcp(WAN, 40154, ROUTER, 54321, SYN, 100, 0));
    assertThat(source(syn)).isEqualTo(WAN + ":40154");
    assertThat(destination(syn)).isEqualTo(LAN + ":54321");
    Packet synAck = sent(router.tcp(LAN, 54321, WAN, 40154, SYN | ACK, 500, 101));
    assertThat(source(synAck)).isEqualTo(ROUTER + ":54321");
    assertThat(destination(synAck)).isEqualTo(WAN + ":40154");
    received(router.tcp(WAN, 40154, ROUTER, 54321, ACK, 101, 501));
    NewConntrack flow = router.flow();
    assertThat(flow.reply().source()).hasToString(LAN);
    assertThat(flow.status())
        .isEqualTo(
            NewConntrack.SEEN_REPLY
                | NewConntrack.ASSURED
                | NewConntrack.CONFIRMED
                | NewConntrack.DST_NAT
                | NewConntrack.SRC_NAT_DONE
                | NewConntrack.DST_NAT_DONE);
    assertThat(router.counted("nat", "PREROUTING", 0)).isEqualTo(1);
  }

  @Test
  void aRepeatedSynMeetsNoNatChain() {
    destinationNat();
    received(router.tcp(WAN, 40154, ROUTER, 54321, SYN, 100, 0));
    received(router.tcp(WAN, 40154, ROUTER, 54321, SYN, 100, 0));
    assertThat(router.counted("nat", "PREROUTING", 0)).isEqualTo(1);
  }

  @Test
  void otherPortsAreLeftAlone() {
    destinationNat();
    Packet syn = received(router.tcp(WAN, 40154, ROUTER, 22, SYN, 100, 0));
    assertThat(destination(syn)).isEqualTo(ROUTER + ":22");
  }

  @Test
  void withTheLastNatChainTranslationEnds() {
    destinationNat();
    received(router.tcp(WAN, 40154, ROUTER, 54321, SYN, 100, 0));
    router.nft(new DelTable(Family.UNSPEC, null, 0, false));
    Packet again = router.tcp(WAN, 40154, ROUTER, 54321, SYN, 100, 0);
    assertThat(router.toInside(again)).isTrue();
    assertThat(destination(again)).isEqualTo(ROUTER + ":54321");
  }

  @Test
  void acceptInOneNatChainDoesNotStopTheNext() {
    router.nft(
        table("nat"),
        base("nat", "first", "nat", HookNumber.PREROUTING, -110),
        base("nat", "second", "nat", HookNumber.PREROUTING, -100),
        rule("nat", "first", verdict(Verdict.ACCEPT)),
        rule("nat", "second", dnat(LAN)));
    assertThat(destination(received(router.udp(WAN, 9, ROUTER, 9)))).isEqualTo(LAN + ":9");
  }

  @Test
  void aPortRangeIsTakenFromItsStart() {
    router.nft(
        table("nat"),
        base("nat", "p", "nat", HookNumber.PREROUTING, -100),
        rule("nat", "p", dnat(LAN, 7000, 7001)));
    assertThat(destination(received(router.udp(WAN, 9, ROUTER, 80)))).isEqualTo(LAN + ":7000");
    assertThat(destination(received(router.udp(WAN, 9, ROUTER, 7001)))).isEqualTo(LAN + ":7001");
  }

  @Test
  void aSourceKeepsItsPortWhileItIsFree() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    assertThat(source(sent(router.udp("192.0.2.1", 5000, WAN, 53)))).isEqualTo(ROUTER + ":5000");
    Packet second = sent(router.udp("192.0.2.2", 5000, WAN, 53));
    assertThat(portOf(source(second))).isNotEqualTo(5000).isBetween(1024, 65535);
    // Overloading: towards another host the first port is free.
    assertThat(source(sent(router.udp("192.0.2.3", 5000, "203.0.113.9", 53))))
        .isEqualTo(ROUTER + ":5000");
  }

  @Test
  void afterACollisionASourceKeepsItsNewestMapping() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    sent(router.udp("192.0.2.1", 5000, WAN, 53));
    String mapped = source(sent(router.udp("192.0.2.2", 5000, WAN, 53)));
    assertThat(source(sent(router.udp("192.0.2.2", 5000, "203.0.113.77", 53)))).isEqualTo(mapped);
  }

  @Test
  void portsStayInTheirClass() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    for (int i = 1; i < 30; i++) {
      String host = "192.0.2." + i;
      assertThat(portOf(source(sent(router.udp(host, 123, WAN, 123))))).isBetween(1, 511);
      assertThat(portOf(source(sent(router.udp(host, 700, WAN, 123))))).isBetween(600, 1023);
      assertThat(portOf(source(sent(router.udp(host, 2000, WAN, 123))))).isBetween(1024, 65535);
    }
  }

  private static int portOf(String endpoint) {
    return Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1));
  }

  @Test
  void whenNoPortIsLeftThePacketIsDropped() {
    sourceNat(snat(ROUTER, 4000, 4001));
    assertThat(router.toOutside(router.udp("192.0.2.1", 1, WAN, 53))).isTrue();
    assertThat(router.toOutside(router.udp("192.0.2.2", 1, WAN, 53))).isTrue();
    assertThat(router.toOutside(router.udp("192.0.2.3", 1, WAN, 53))).isFalse();
    assertThat(router.flows()).hasSize(2);
  }

  @Test
  void echoesAreToldApartByTheirIds() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    sent(router.echo("192.0.2.1", WAN, true, 7));
    Packet second = sent(router.echo("192.0.2.2", WAN, true, 7));
    int id = NetworkOrder.get16(second.bytes, second.transport + 4);
    assertThat(id).isNotEqualTo(7);
    Packet reply = received(router.echo(WAN, ROUTER, false, id));
    assertThat(destination(reply)).isEqualTo("192.0.2.2");
    assertThat(NetworkOrder.get16(reply.bytes, reply.transport + 4)).isEqualTo(7);
  }

  @Test
  void anErrorIsTranslatedOutsideAndInside() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    Packet packet = sent(router.udp(LAN, 5000, WAN, 53));
    Packet error = received(router.error("198.51.100.7", ROUTER, 3, 3, packet));
    assertThat(destination(error)).isEqualTo(LAN);
    int inner = error.transport + 8;
    assertThat(IpAddress.parse(LAN).toBytes())
        .isEqualTo(dev.dejima.packet.Bytes.of(error.bytes, inner + 12, 4));
    assertThat(NetworkOrder.get16(error.bytes, inner + 20)).isEqualTo(5000);
    assertThat(
            dev.dejima.packet.Checksum.isValid(
                dev.dejima.packet.Checksum.sum(error.bytes, inner, inner + 20)))
        .isTrue();
  }

  @Test
  void anErrorFromInsideShowsTheOutsideItsOwnAddress() {
    destinationNat();
    Packet syn = received(router.tcp(WAN, 40154, ROUTER, 54321, SYN, 100, 0));
    Packet error = sent(router.error(LAN, WAN, 3, 1, syn));
    assertThat(source(error)).isEqualTo(ROUTER);
    int inner = error.transport + 8;
    assertThat(dev.dejima.packet.Bytes.of(error.bytes, inner + 16, 4))
        .isEqualTo(IpAddress.parse(ROUTER).toBytes());
  }

  @Test
  void udpWithoutAChecksumStaysWithout() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    Packet packet = router.udp(LAN, 5000, WAN, 53);
    NetworkOrder.put16(packet.bytes, packet.transport + 6, 0);
    router.toOutside(packet);
    assertThat(source(packet)).isEqualTo(ROUTER + ":5000");
    assertThat(NetworkOrder.get16(packet.bytes, packet.transport + 6)).isZero();
  }

  @Test
  void invalidPacketsLeakUntranslated() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    Packet packet = router.tcp(LAN, 5000, WAN, 80, SYN | Router.FIN, 1, 0);
    assertThat(router.toOutside(packet)).isTrue();
    assertThat(source(packet)).isEqualTo(LAN + ":5000");
  }

  @Test
  void protocolsWithoutPortsAreTranslatedByAddress() {
    sourceNat(snat(ROUTER, ROUTER, 0));
    Packet packet = router.ip(LAN, WAN, 47, 8);
    assertThat(router.toOutside(packet)).isTrue();
    assertThat(source(packet)).isEqualTo(ROUTER);
  }

  @Test
  void masqueradeTakesTheDevicesAddressAndDiesWithIt() {
    router.host.addresses.put(router.outside, IpAddress.parse(ROUTER));
    sourceNat(List.of(masquerade()));
    assertThat(source(sent(router.udp(LAN, 5000, WAN, 53)))).isEqualTo(ROUTER + ":5000");
    router.core.addressRemoved(router.outside, IpAddress.parse("203.0.113.99"));
    assertThat(router.flows()).hasSize(1);
    router.core.addressRemoved(router.outside, IpAddress.parse(ROUTER));
    assertThat(router.flows()).isEmpty();
  }

  @Test
  void withoutAnAddressMasqueradeDrops() {
    sourceNat(List.of(masquerade()));
    assertThat(router.toOutside(router.udp(LAN, 5000, WAN, 53))).isFalse();
    assertThat(router.host.logged).containsExactly("outside ate my IP address");
  }

  @Test
  void redirectGoesToTheDeviceItself() {
    router.host.addresses.put(router.outside, IpAddress.parse(ROUTER));
    router.nft(
        table("nat"),
        base("nat", "p", "nat", HookNumber.PREROUTING, -100),
        rule("nat", "p", new Redirect(NatRange.NONE)));
    assertThat(destination(received(router.udp(WAN, 9, "203.0.113.80", 80))))
        .isEqualTo(ROUTER + ":80");
  }

  @Test
  void whatThisHostSendsIsRoutedAgain() {
    router.nft(
        table("nat"),
        base("nat", "o", "nat", HookNumber.OUTPUT, -100),
        rule("nat", "o", dnat(LAN)));
    Packet packet = router.udp(ROUTER, 9, WAN, 9);
    assertThat(router.hook(HookNumber.OUTPUT, packet, null, router.outside)).isTrue();
    assertThat(destination(packet)).isEqualTo(LAN + ":9");
    assertThat(router.host.reroutes).isEqualTo(1);
  }

  @Test
  void hairpinNeedsBothTranslations() {
    router.host.addresses.put(router.inside, IpAddress.parse("192.0.2.254"));
    router.nft(
        table("nat"),
        base("nat", "pre", "nat", HookNumber.PREROUTING, -100),
        base("nat", "post", "nat", HookNumber.POSTROUTING, 100),
        rule("nat", "pre", join(ipDaddr(ROUTER), dnat(LAN))),
        rule("nat", "post", join(ipSaddr("192.0.2.2"), List.of(masquerade()))));
    Packet packet = router.tcp("192.0.2.2", 6000, ROUTER, 80, SYN, 1, 0);
    assertThat(router.forward(packet, router.inside, router.inside)).isTrue();
    assertThat(source(packet)).isEqualTo("192.0.2.254:6000");
    assertThat(destination(packet)).isEqualTo(LAN + ":80");
    Packet reply = router.tcp(LAN, 80, "192.0.2.254", 6000, SYN | ACK, 9, 2);
    assertThat(router.forward(reply, router.inside, router.inside)).isTrue();
    assertThat(source(reply)).isEqualTo(ROUTER + ":80");
    assertThat(destination(reply)).isEqualTo("192.0.2.2:6000");
  }

  @Test
  void anUnsolicitedPacketTakesTheTuple() {
    sourceNat(join(ipSaddr(LAN), snat(ROUTER, ROUTER, 0)));
    received(router.udp(WAN, 53, ROUTER, 5000));
    assertThat(portOf(source(sent(router.udp(LAN, 5000, WAN, 53))))).isNotEqualTo(5000);
  }
}
