package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.address;
import static dev.dejima.netstack.TestNetwork.capture;
import static dev.dejima.netstack.TestNetwork.lines;
import static dev.dejima.netstack.TestNetwork.link;
import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.ctState;
import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.l4proto;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.netstack.netfilter.Rules.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.EtherType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the family bridge has that the machines of the project's tests of Linux lack; and VLANs. */
class BridgeTest {
  private final List<String> diagnoses = new ArrayList<>();
  private Netstack kernel;
  private Namespace a;
  private Namespace b;
  private Namespace bridge;

  @BeforeEach
  void build() throws KernelException {
    kernel = new Netstack(new KernelOptions(1, false, false), diagnoses::add);
    a = kernel.createNamespace("a");
    b = kernel.createNamespace("b");
    bridge = kernel.createNamespace("bridge");
    for (Namespace namespace : List.of(a, b, bridge)) {
      namespace.sysctl().write("net/ipv6/conf/default/disable_ipv6", "1");
    }
    bridge
        .route()
        .request(
            new NewLink.Builder()
                .name("br0")
                .info(new LinkInfo.Bridge(Map.of()))
                .mode(Set.of(NewFlag.CREATE, NewFlag.EXCL))
                .build());
    a.route().request(NewLink.veth("a0", "p1", bridge));
    b.route().request(NewLink.veth("b0", "p2", bridge));
    int master = link(bridge, "br0").index();
    for (String port : List.of("p1", "p2")) {
      int index = link(bridge, port).index();
      bridge.route().request(new NewLink.Builder().index(index).master(master).build());
      up(bridge, port);
    }
    up(a, "a0");
    up(b, "b0");
    up(bridge, "br0");
    address(a, "a0", "192.0.2.1/24");
    address(b, "b0", "192.0.2.2/24");
  }

  @AfterEach
  void close() {
    kernel.close();
    assertThat(diagnoses).isEmpty();
  }

  private static void up(Namespace namespace, String device) throws KernelException {
    namespace.route().request(NewLink.setUp(link(namespace, device).index(), true));
  }

  private static NftMessage filter(Family family, String name, HookNumber hook) {
    return base(family, "t", name, "filter", hook, 0, null);
  }

  private static NftMessage bridgeRule(String chain, List<Expr> exprs) {
    return rule(Family.BRIDGE, "t", chain, exprs.toArray(Expr[]::new));
  }

  private void nft(NftMessage... batch) throws KernelException {
    bridge.nfTables().commit(List.of(batch));
  }

  /** How many packets the first counter of each rule of a chain has seen. */
  private List<Long> counts(Family family, String chain) throws KernelException {
    return bridge.nfTables().dump(new GetRules(family, "t", chain)).stream()
        .flatMap(rule -> ((NewRule) rule).exprs().stream())
        .filter(Counter.class::isInstance)
        .map(expr -> ((Counter) expr).packets())
        .toList();
  }

  private static List<Expr> named(MetaKey key, String name) {
    Bytes padded = Bytes.of(name.getBytes(StandardCharsets.UTF_8)).padTo(16);
    return List.of(new Meta(1, key), new Cmp(1, CmpOp.EQ, padded));
  }

  private static List<Expr> ip() {
    return List.of(
        new Meta(1, MetaKey.PROTOCOL), new Cmp(1, CmpOp.EQ, Bytes.bigEndian(EtherType.IPV4, 2)));
  }

  private static List<Expr> broute() {
    return List.of(
        new Immediate(1, new Value(Bytes.of((byte) 1))), new MetaSet(MetaKey.BRI_BROUTE, 1));
  }

  /** Sends a datagram from a to b's port 7; answers whether it came. */
  private boolean reaches(int octets) throws Exception {
    try (Socket server = b.socket(SocketType.UDP4);
        Socket client = a.socket(SocketType.UDP4)) {
      server.bind(Endpoint.parse("192.0.2.2:7"));
      server.timeout(Duration.ofSeconds(5));
      client.sendTo(new byte[octets], 0, octets, Endpoint.parse("192.0.2.2:7"));
      return server.receive(new byte[octets], 0, octets) == octets;
    } catch (KernelException e) {
      return false;
    }
  }

  @Test
  void metaTellsTheBridgesOfBothPorts() throws Exception {
    nft(
        table(Family.BRIDGE, "t"),
        filter(Family.BRIDGE, "pre", HookNumber.PREROUTING),
        filter(Family.BRIDGE, "f", HookNumber.FORWARD),
        bridgeRule("pre", join(ip(), named(MetaKey.IBRNAME, "br0"), List.of(counter()))),
        bridgeRule("pre", join(ip(), named(MetaKey.OBRNAME, ""), List.of(counter()))),
        bridgeRule("f", join(ip(), named(MetaKey.OBRNAME, "br0"), List.of(counter()))),
        bridgeRule("f", join(ip(), named(MetaKey.IBRNAME, "br1"), List.of(counter()))));
    assertThat(reaches(10)).isTrue();
    assertThat(counts(Family.BRIDGE, "pre")).containsExactly(1L, 1L);
    assertThat(counts(Family.BRIDGE, "f")).containsExactly(1L, 0L);
  }

  @Test
  void broutedFramesAreThoseOfThePort() throws Exception {
    nft(
        table(Family.BRIDGE, "t"),
        filter(Family.BRIDGE, "pre", HookNumber.PREROUTING),
        base(Family.BRIDGE, "t", "later", "filter", HookNumber.PREROUTING, 1, null),
        bridgeRule("pre", join(ip(), broute())),
        bridgeRule("later", join(ip(), List.of(counter()))),
        table(Family.NETDEV, "t"));
    assertThat(reaches(10)).isFalse();
    assertThat(counts(Family.BRIDGE, "later")).containsExactly(0L);
  }

  @Test
  void brouteStandsBeforeTheBridgeDecidesAlone() throws KernelException {
    nft(table(Family.BRIDGE, "t"), filter(Family.BRIDGE, "in", HookNumber.INPUT));
    assertThatThrownBy(() -> nft(bridgeRule("in", broute())))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP));
    nft(table(Family.IP, "t"), filter(Family.IP, "pre", HookNumber.PREROUTING));
    assertThatThrownBy(() -> nft(rule(Family.IP, "t", "pre", broute().toArray(Expr[]::new))))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP));
  }

  @Test
  void rejectAnswersInTheNameOfTheDestination() throws Exception {
    nft(
        table(Family.BRIDGE, "t"),
        filter(Family.BRIDGE, "pre", HookNumber.PREROUTING),
        filter(Family.BRIDGE, "out", HookNumber.OUTPUT),
        bridgeRule("pre", join(l4proto(17), List.of(new Reject(Reject.Type.ICMPX_UNREACH, 1)))),
        bridgeRule("pre", join(l4proto(6), List.of(new Reject(Reject.Type.TCP_RST, 0)))),
        bridgeRule("out", join(ip(), List.of(counter()))));
    try (Socket udp = a.socket(SocketType.UDP4);
        Socket tcp = a.socket(SocketType.TCP4);
        Capture frames = capture(a, "a0")) {
      udp.connect(Endpoint.parse("192.0.2.2:7"));
      udp.send(new byte[1], 0, 1);
      assertThatThrownBy(() -> udp.receive(new byte[1], 0, 1))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
      assertThatThrownBy(() -> tcp.connect(Endpoint.parse("192.0.2.2:80")))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
      assertThat(lines(frames))
          .contains("IP 192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 udp port 7 unreachable, length 37")
          .anyMatch(line -> line.startsWith("IP 192.0.2.2.80 > 192.0.2.1."));
    }
    assertThat(counts(Family.BRIDGE, "out")).containsExactly(2L);
  }

  @Test
  void flowsAreTrackedAndDatagramsCutAgain() throws Exception {
    nft(
        table(Family.BRIDGE, "t"),
        filter(Family.BRIDGE, "f", HookNumber.FORWARD),
        bridgeRule("f", join(l4proto(17), ctState(8), List.of(counter()))),
        bridgeRule("f", join(l4proto(17), List.of(counter()))));
    try (Capture frames = capture(b, "b0")) {
      assertThat(reaches(4000)).isTrue();
      assertThat(lines(frames).stream().filter(line -> line.startsWith("IP 192.0.2.1"))).hasSize(3);
    }
    assertThat(counts(Family.BRIDGE, "f")).containsExactly(1L, 1L);
    assertThat(bridge.conntrack().dump(new GetConntracks(4))).hasSize(1);
  }

  @Test
  void invalidFlowsCanBeDropped() throws Exception {
    nft(
        table(Family.BRIDGE, "t"),
        filter(Family.BRIDGE, "f", HookNumber.FORWARD),
        bridgeRule("f", join(l4proto(17), ctState(8), List.of(verdict(Verdict.DROP)))));
    assertThat(reaches(10)).isFalse();
    assertThat(bridge.conntrack().dump(new GetConntracks(4))).isEmpty();
  }

  private static void vlan(Namespace namespace, String lower, String name, String prefix)
      throws KernelException {
    namespace
        .route()
        .request(
            new NewLink.Builder()
                .name(name)
                .peer(link(namespace, lower).index())
                .info(new LinkInfo.Vlan(10, null, 0))
                .mode(Set.of(NewFlag.CREATE, NewFlag.EXCL))
                .build());
    up(namespace, name);
    address(namespace, name, prefix);
  }

  @Test
  void vlansSendTaggedFramesThroughTheBridge() throws Exception {
    vlan(a, "a0", "a0.10", "198.51.100.1/24");
    vlan(b, "b0", "b0.10", "198.51.100.2/24");
    try (Socket server = b.socket(SocketType.UDP4);
        Socket client = a.socket(SocketType.UDP4);
        Capture inside = capture(b, "b0.10");
        Capture trunk = capture(bridge, "p2")) {
      server.bind(Endpoint.parse("198.51.100.2:7"));
      client.sendTo(new byte[10], 0, 10, Endpoint.parse("198.51.100.2:7"));
      assertThat(server.receive(new byte[10], 0, 10)).isEqualTo(10);
      assertThat(lines(inside)).anyMatch(line -> line.startsWith("IP 198.51.100.1."));
      List<Integer> types = new ArrayList<>();
      for (var frame = trunk.poll(); frame.isPresent(); frame = trunk.poll()) {
        Bytes octets = frame.get().bytes();
        types.add(octets.at(12) << 8 | octets.at(13));
        assertThat(octets.at(15)).isEqualTo(10);
      }
      assertThat(types).isNotEmpty().containsOnly(EtherType.VLAN);
    }
    NewLink made = link(a, "a0.10");
    assertThat(made.address()).isEqualTo(link(a, "a0").address());
    assertThat(made.info()).isEqualTo(new LinkInfo.Vlan(10, EtherType.VLAN, 1));
  }

  @Test
  void aVlanGoesWithTheLinkThatItIsOn() throws KernelException {
    vlan(a, "a0", "a0.10", "198.51.100.1/24");
    int lower = link(a, "a0").index();
    a.route().request(NewLink.setUp(lower, false));
    assertThat(link(a, "a0.10").isUp()).isFalse();
    assertThatThrownBy(() -> up(a, "a0.10"))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENETDOWN));
    a.route().request(NewLink.setUp(lower, true));
    assertThat(link(a, "a0.10").isUp()).isTrue();
    a.route().request(new DelLink(lower, null));
    assertThatThrownBy(() -> link(a, "a0.10")).isInstanceOf(RuntimeException.class);
  }
}
