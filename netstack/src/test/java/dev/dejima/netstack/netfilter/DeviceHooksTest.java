package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.l4proto;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.netstack.netfilter.Rules.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chains that see frames at a device, or ARP. */
class DeviceHooksTest {
  private static final Expr[] DROPS_UDP =
      join(l4proto(17), List.of(verdict(Verdict.DROP))).toArray(Expr[]::new);

  private final Router router = new Router();

  @AfterEach
  void close() {
    router.close();
  }

  private static NewChain chain(Family family, HookNumber hook, String... devices) {
    return new NewChain(
        family,
        "t",
        "c",
        0,
        new BaseHook(hook, 0, List.of(devices)),
        "filter",
        null,
        0,
        0,
        Bytes.EMPTY,
        Set.of(NewFlag.CREATE));
  }

  private boolean passes(HookNumber hook, Device device, int etherType) {
    Packet packet = router.udp("192.0.2.1", 1000, "203.0.113.1", 53);
    packet.link = packet.network - 14;
    packet.bytes[packet.link + 12] = (byte) (etherType >> 8);
    packet.bytes[packet.link + 13] = (byte) etherType;
    return router.core.frame(hook, packet, device);
  }

  @Test
  void aChainSeesTheFramesOfItsDeviceOnly() {
    router.nft(
        table(Family.NETDEV, "t"),
        chain(Family.NETDEV, HookNumber.INGRESS, "in*"),
        rule(Family.NETDEV, "t", "c", DROPS_UDP));
    assertThat(passes(HookNumber.INGRESS, router.inside, 0x0800)).isFalse();
    assertThat(passes(HookNumber.INGRESS, router.outside, 0x0800)).isTrue();
    assertThat(passes(HookNumber.EGRESS, router.inside, 0x0800)).isTrue();
  }

  @Test
  void whatIsNoIpHasNoTransport() {
    router.nft(
        table(Family.NETDEV, "t"),
        chain(Family.NETDEV, HookNumber.EGRESS, "outside"),
        rule(Family.NETDEV, "t", "c", DROPS_UDP));
    assertThat(passes(HookNumber.EGRESS, router.outside, 0x0800)).isFalse();
    assertThat(passes(HookNumber.EGRESS, router.outside, 0x0806)).isTrue();
  }

  @Test
  void tablesOfInetHaveIngressToo() {
    router.nft(
        table(Family.INET, "t"),
        chain(Family.INET, HookNumber.INGRESS, "inside"),
        rule(Family.INET, "t", "c", DROPS_UDP));
    assertThat(passes(HookNumber.INGRESS, router.inside, 0x0800)).isFalse();
  }

  @Test
  void tablesOfArpSeeArpAndNothingElse() {
    router.nft(
        table(Family.ARP, "t"),
        chain(Family.ARP, HookNumber.INPUT),
        rule(Family.ARP, "t", "c", verdict(Verdict.DROP)));
    Packet arp = router.udp("192.0.2.1", 1000, "203.0.113.1", 53);
    assertThat(router.core.hook(HookNumber.INPUT, Family.ARP, arp, router.inside, null)).isFalse();
    Packet ip = router.udp("192.0.2.1", 1000, "203.0.113.1", 53);
    assertThat(router.core.hook(HookNumber.INPUT, Family.IP, ip, router.inside, null)).isTrue();
  }
}
