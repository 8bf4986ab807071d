package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.capture;
import static dev.dejima.netstack.TestNetwork.lines;
import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.ctState;
import static dev.dejima.netstack.netfilter.Rules.dnat;
import static dev.dejima.netstack.netfilter.Rules.ipDaddr;
import static dev.dejima.netstack.netfilter.Rules.join;
import static dev.dejima.netstack.netfilter.Rules.l4proto;
import static dev.dejima.netstack.netfilter.Rules.masquerade;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.netstack.netfilter.Rules.tcpDport;
import static dev.dejima.netstack.netfilter.Rules.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.netfilter.Rules;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Translation and filtering between three namespaces, as the wires show it. */
class NatNetworkTest {
  private TestNetwork net;

  @BeforeEach
  void build() throws KernelException {
    net = new TestNetwork();
  }

  @AfterEach
  void close() {
    net.close();
    assertThat(net.diagnoses).isEmpty();
  }

  private void nft(NftMessage... batch) throws KernelException {
    net.router.nfTables().commit(List.of(batch));
  }

  private void destinationNat() throws KernelException {
    nft(
        table("nat"),
        base("nat", "PREROUTING", "nat", HookNumber.PREROUTING, -100),
        rule(
            "nat",
            "PREROUTING",
            join(ipDaddr("203.0.113.254"), tcpDport(54321), dnat("192.0.2.1"))));
  }

  private void masqueraded() throws KernelException {
    nft(
        table("nat"),
        base("nat", "POSTROUTING", "nat", HookNumber.POSTROUTING, 100),
        rule("nat", "POSTROUTING", masquerade()));
  }

  private List<NewConntrack> flows() throws KernelException {
    return net.router.conntrack().dump(new GetConntracks(4)).stream()
        .map(NewConntrack.class::cast)
        .toList();
  }

  @Test
  void theArticle() throws Exception {
    destinationNat();
    try (Socket server = net.lan.socket(SocketType.TCP4);
        Socket client = net.wan.socket(SocketType.TCP4);
        Capture lan = capture(net.lan, "lan0");
        Capture wan = capture(net.wan, "wan0")) {
      server.bind(new Endpoint(Ipv4Address.ANY, 54321));
      server.listen(1);
      client.connect(Endpoint.parse("203.0.113.254:54321"));
      client.send("hello\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 6);
      int port = client.localName().port();
      try (Socket accepted = server.accept()) {
        byte[] bytes = new byte[16];
        assertThat(accepted.receive(bytes, 0, 16)).isEqualTo(6);
        assertThat(accepted.peerName()).hasToString("203.0.113.1:" + port);
      }
      assertThat(lines(lan))
          .anyMatch(
              line -> line.startsWith("IP 203.0.113.1." + port + " > 192.0.2.1.54321: Flags [S]"))
          .noneMatch(line -> line.contains("203.0.113.254"));
      assertThat(lines(wan))
          .anyMatch(line -> line.startsWith("IP 203.0.113.254.54321 > 203.0.113.1." + port))
          .noneMatch(line -> line.contains("192.0.2.1"));
      assertThat(flows())
          .singleElement()
          .satisfies(flow -> assertThat(flow.reply().source()).hasToString("192.0.2.1"));
    }
  }

  @Test
  void masqueradedDatagramsComeBack() throws Exception {
    masqueraded();
    try (Socket server = net.wan.socket(SocketType.UDP4);
        Socket client = net.lan.socket(SocketType.UDP4)) {
      server.bind(new Endpoint(Ipv4Address.ANY, 53));
      client.connect(Endpoint.parse("203.0.113.1:53"));
      client.send(new byte[] {1}, 0, 1);
      byte[] bytes = new byte[16];
      Socket.Datagram datagram = server.receiveFrom(bytes, 0, 16);
      assertThat(datagram.remote()).hasToString("203.0.113.254:" + client.localName().port());
      server.sendTo(new byte[] {2}, 0, 1, datagram.remote());
      assertThat(client.receive(bytes, 0, 16)).isEqualTo(1);
    }
  }

  @Test
  void anErrorFromOutsideFindsItsWayThroughTheTranslation() throws Exception {
    masqueraded();
    try (Socket client = net.lan.socket(SocketType.UDP4);
        Capture lan = capture(net.lan, "lan0")) {
      client.connect(Endpoint.parse("203.0.113.1:53"));
      client.send(new byte[] {1}, 0, 1);
      assertThatThrownBy(() -> client.receive(new byte[1], 0, 1))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
      assertThat(lines(lan))
          .contains(
              "IP 203.0.113.1 > 192.0.2.1: ICMP 203.0.113.1 udp port 53 unreachable, length 37");
    }
  }

  @Test
  void aTimeToLiveThatEndsAtTheRouterShowsTheAddressBeforeTranslation() throws Exception {
    nft(
        table("nat"),
        base("nat", "p", "nat", HookNumber.PREROUTING, -100),
        rule("nat", "p", join(List.of(counter()), dnat("192.0.2.1"))));
    try (Socket client = net.wan.socket(SocketType.UDP4);
        Capture wan = capture(net.wan, "wan0")) {
      client.option(SocketOption.TTL, 1);
      client.sendTo(new byte[] {1}, 0, 1, Endpoint.parse("203.0.113.254:7"));
      client.timeout(Duration.ofSeconds(1));
      assertThatThrownBy(() -> client.receive(new byte[1], 0, 1))
          .isInstanceOf(KernelException.class);
      assertThat(lines(wan))
          .contains("IP 203.0.113.254 > 203.0.113.1: ICMP time exceeded in-transit, length 37");
      assertThat(flows()).isEmpty();
    }
  }

  @Test
  void fragmentsAreTranslatedWhole() throws Exception {
    masqueraded();
    try (Socket server = net.wan.socket(SocketType.UDP4);
        Socket client = net.lan.socket(SocketType.UDP4);
        Capture wan = capture(net.wan, "wan0")) {
      server.bind(new Endpoint(Ipv4Address.ANY, 5000));
      client.connect(Endpoint.parse("203.0.113.1:5000"));
      client.send(new byte[4000], 0, 4000);
      Socket.Datagram datagram = server.receiveFrom(new byte[8000], 0, 8000);
      assertThat(datagram.length()).isEqualTo(4000);
      assertThat(datagram.remote().address()).hasToString("203.0.113.254");
      assertThat(
              lines(wan).stream()
                  .filter(
                      line -> line.contains("203.0.113.254 > ") || line.contains("203.0.113.254.")))
          .hasSize(3);
    }
  }

  @Test
  void rejectAnswersAtOnce() throws Exception {
    nft(
        table("t"),
        base("t", "f", "filter", HookNumber.FORWARD, 0),
        rule("t", "f", join(l4proto(6), List.of(new Reject(Reject.Type.TCP_RST, 0)))),
        rule("t", "f", join(l4proto(17), List.of(new Reject(Reject.Type.ICMP_UNREACH, 3)))));
    try (Socket tcp = net.lan.socket(SocketType.TCP4);
        Socket udp = net.lan.socket(SocketType.UDP4);
        Capture lan = capture(net.lan, "lan0")) {
      assertThatThrownBy(() -> tcp.connect(Endpoint.parse("203.0.113.1:80")))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
      udp.connect(Endpoint.parse("203.0.113.1:80"));
      udp.send(new byte[1], 0, 1);
      assertThatThrownBy(() -> udp.receive(new byte[1], 0, 1))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
      assertThat(lines(lan))
          .anyMatch(line -> line.startsWith("IP 203.0.113.1.80 > 192.0.2.1."))
          .anyMatch(line -> line.startsWith("IP 192.0.2.254 > 192.0.2.1: ICMP 203.0.113.1 udp"));
    }
  }

  private static String summary(TraceEvent event) {
    Verdict verdict = event.verdict() == null ? event.policy() : event.verdict();
    return event.table()
        + " "
        + event.chain()
        + " "
        + event.type()
        + " "
        + event.ruleHandle()
        + " "
        + (verdict == null ? "" : verdict.code());
  }

  @Test
  void aTraceTellsWhatDecided() throws Exception {
    destinationNat();
    nft(
        table("trace"),
        base("trace", "on", "filter", HookNumber.PREROUTING, -350),
        rule("trace", "on", trace()));
    try (Netlink.Subscription<NftMessage> events =
            net.router.nfTables().subscribe(Set.of(Netlink.Group.NFTRACE));
        Socket client = net.wan.socket(SocketType.TCP4)) {
      assertThatThrownBy(() -> client.connect(Endpoint.parse("203.0.113.254:54321")))
          .isInstanceOf(KernelException.class);
      List<TraceEvent> told = new ArrayList<>();
      for (Optional<NftMessage> event = events.poll(); event.isPresent(); event = events.poll()) {
        told.add((TraceEvent) event.get());
      }
      int id = told.getFirst().id();
      assertThat(told.stream().filter(event -> event.id() == id))
          .extracting(NatNetworkTest::summary)
          .containsExactly(
              "trace on RULE 2 CONTINUE",
              "trace on RULE 0 CONTINUE",
              "trace on POLICY 0 ACCEPT",
              "nat PREROUTING RULE 2 ACCEPT");
      assertThat(told.getFirst().networkHeader().length()).isEqualTo(20);
      assertThat(told.getFirst().transportHeader().length()).isEqualTo(20);
      assertThat(told.getFirst().linkHeader().length()).isEqualTo(14);
      assertThat(told.get(1).networkHeader().isEmpty()).isTrue();
    }
  }

  @Test
  void statefulFilteringLetsAnswersIn() throws Exception {
    nft(
        table("t"),
        base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, Verdict.DROP),
        rule("t", "f", join(ctState(2 | 4), List.of(Rules.verdict(Verdict.ACCEPT)))),
        rule("t", "f", join(Rules.ipSaddr("192.0.2.1"), List.of(Rules.verdict(Verdict.ACCEPT)))));
    try (Socket server = net.wan.socket(SocketType.TCP4);
        Socket client = net.lan.socket(SocketType.TCP4);
        Socket refused = net.wan.socket(SocketType.UDP4)) {
      server.bind(new Endpoint(Ipv4Address.ANY, 80));
      server.listen(1);
      client.connect(Endpoint.parse("203.0.113.1:80"));
      refused.connect(Endpoint.parse("192.0.2.1:9"));
      refused.send(new byte[1], 0, 1);
      refused.timeout(Duration.ofSeconds(5));
      assertThatThrownBy(() -> refused.receive(new byte[1], 0, 1))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
    }
  }
}
