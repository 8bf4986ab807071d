package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.capture;
import static dev.dejima.netstack.TestNetwork.lines;
import static dev.dejima.netstack.TestNetwork.link;
import static dev.dejima.netstack.TestNetwork.newRoute;
import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.masquerade;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Flowtables, by the kernel's source: the machines that the project was measured on have none. The
 * router masquerades lan, counts what passes its forward chain, and lets a flowtable forward
 * established flows.
 */
class FlowtableNetworkTest {
  private TestNetwork net;

  @BeforeEach
  void build() throws KernelException {
    net = new TestNetwork();
    net.router.sysctl().write("net/netfilter/nf_conntrack_acct", "1");
  }

  @AfterEach
  void close() {
    net.close();
    assertThat(net.diagnoses).isEmpty();
  }

  private void flowtable(int flags) throws KernelException {
    net.router
        .nfTables()
        .commit(
            List.of(
                table("f"),
                new NewFlowtable(
                    Family.IP,
                    "f",
                    "ft",
                    0,
                    new NewFlowtable.Hook(HookNumber.INGRESS, 0),
                    List.of("gw0", "gw1"),
                    flags,
                    0,
                    Set.of(NewFlag.CREATE)),
                base("f", "forward", "filter", HookNumber.FORWARD, 0),
                rule(Family.IP, "f", "forward", counter()),
                rule(Family.IP, "f", "forward", new FlowOffload("ft")),
                base("f", "post", "nat", HookNumber.POSTROUTING, 100),
                rule("f", "post", masquerade())));
  }

  /** Packets that the forward chain has seen. */
  private long forwarded() throws KernelException {
    for (NftMessage message : net.router.nfTables().dump(new GetRules(Family.IP, "f", "forward"))) {
      for (Expr expr : ((NewRule) message).exprs()) {
        if (expr instanceof Counter counter) {
          return counter.packets();
        }
      }
    }
    throw new AssertionError("no counter");
  }

  private NewConntrack flow() throws KernelException {
    return (NewConntrack) net.router.conntrack().dump(new GetConntracks(4)).getFirst();
  }

  private static long counted(NewConntrack flow) {
    return Objects.requireNonNull(flow.originalCounters()).packets();
  }

  private static Endpoint end(String address, int port) {
    return new Endpoint(IpAddress.parse(address), port);
  }

  private interface Step {
    void run(Socket client) throws IOException, InterruptedException;
  }

  /** A client of lan at an echo server of wan, after one exchange that establishes the flow. */
  private void talk(SocketType type, Step step) throws Exception {
    net.kernel
        .start(
            net.wan,
            "server",
            StandardStreams.none(),
            process -> {
              echo(type, process::ready);
              return 0;
            })
        .awaitReady();
    int status =
        net.kernel.run(
            net.lan,
            "client",
            StandardStreams.none(),
            process -> {
              try (Socket client = net.lan.socket(type)) {
                client.timeout(Duration.ofSeconds(3));
                client.connect(end("203.0.113.1", 7));
                exchange(client, 5);
                exchange(client, 5);
                step.run(client);
              }
              return 0;
            });
    assertThat(status).isZero();
  }

  private void echo(SocketType type, Runnable ready) throws IOException, InterruptedException {
    try (Socket socket = net.wan.socket(type)) {
      socket.bind(end("203.0.113.1", 7));
      byte[] data = new byte[4000];
      if (type == SocketType.UDP4) {
        ready.run();
        while (true) {
          Socket.Datagram datagram = socket.receiveFrom(data, 0, data.length);
          socket.sendTo(data, 0, datagram.length(), datagram.remote());
        }
      }
      socket.listen(1);
      ready.run();
      try (Socket connection = socket.accept()) {
        for (int n = connection.receive(data, 0, data.length); n > 0; ) {
          connection.send(data, 0, n);
          n = connection.receive(data, 0, data.length);
        }
      }
    }
  }

  private static void exchange(Socket client, int octets) throws IOException, InterruptedException {
    client.send(new byte[octets], 0, octets);
    byte[] back = new byte[octets];
    for (int got = 0; got < octets; ) {
      got += client.receive(back, got, octets - got);
    }
  }

  private void sleep(int seconds) throws InterruptedException {
    net.kernel.clock().sleep(Duration.ofSeconds(seconds));
  }

  @Test
  void establishedConnectionsPassTheHooksByUntilTheyEnd() throws Exception {
    flowtable(NewFlowtable.COUNTER);
    Capture wire = capture(net.wan, "wan0");
    talk(
        SocketType.TCP4,
        client -> {
          long before = forwarded();
          NewConntrack offloaded = flow();
          assertThat(offloaded.has(NewConntrack.OFFLOAD)).isTrue();
          assertThat(offloaded.timeout()).isNull();
          assertThat(offloaded.protocol()).isNull();
          lines(wire);
          exchange(client, 5);
          assertThat(forwarded()).isEqualTo(before);
          assertThat(counted(flow())).isGreaterThan(counted(offloaded));
          assertThat(lines(wire).getFirst()).startsWith("IP 203.0.113.254.");
          client.shutdownOutput();
          sleep(1);
          assertThat(forwarded()).isGreaterThan(before);
          assertThat(flow().has(NewConntrack.OFFLOAD)).isFalse();
          assertThat(flow().tcpState()).isNotEqualTo(3);
        });
  }

  @Test
  void onlyTheCounterFlagCountsWhatPasses() throws Exception {
    flowtable(0);
    talk(
        SocketType.UDP4,
        client -> {
          NewConntrack before = flow();
          exchange(client, 5);
          assertThat(flow().originalCounters()).isEqualTo(before.originalCounters());
        });
  }

  @Test
  void aHopIsTakenFromPacketsThatPass() throws Exception {
    flowtable(0);
    talk(
        SocketType.UDP4,
        client -> {
          Capture wire = capture(net.wan, "wan0");
          exchange(client, 5);
          Capture.Frame frame = wire.poll().orElseThrow();
          assertThat(frame.bytes().at(14 + 8)).as("TTL").isEqualTo(63);
          assertThat(dev.dejima.packet.Checksum.of(frame.bytes().toArray(), 14, 34)).isZero();
        });
  }

  @Test
  void aFlowWithoutPacketsGoesBackAfterHalfAMinute() throws Exception {
    flowtable(0);
    talk(
        SocketType.UDP4,
        client -> {
          sleep(25);
          exchange(client, 5);
          sleep(25);
          assertThat(flow().has(NewConntrack.OFFLOAD)).isTrue();
          sleep(7);
          assertThat(net.router.conntrack().dump(new GetConntracks(4)))
              .as("30 or 120 seconds, less 30")
              .allSatisfy(
                  flow -> assertThat(((NewConntrack) flow).has(NewConntrack.OFFLOAD)).isFalse());
          long before = forwarded();
          exchange(client, 5);
          assertThat(forwarded()).isGreaterThan(before);
        });
  }

  @Test
  void packetsThatAreTooLargeTakeTheLongWay() throws Exception {
    flowtable(0);
    talk(
        SocketType.UDP4,
        client -> {
          int device = link(net.router, "gw1").index();
          net.router.route().request(new NewLink.Builder().index(device).mtu(1000).build());
          exchange(client, 5);
          exchange(client, 5);
          assertThat(flow().has(NewConntrack.OFFLOAD)).isTrue();
          Capture errors = capture(net.lan, "lan0");
          client.send(new byte[1200], 0, 1200);
          sleep(1);
          assertThat(lines(errors)).anyMatch(line -> line.contains("need to frag (mtu 1000)"));
          assertThat(flow().has(NewConntrack.OFFLOAD)).isTrue();
        });
  }

  @Test
  void changesOfRoutesDevicesAndRulesetsGiveFlowsBack() throws Exception {
    flowtable(0);
    talk(
        SocketType.UDP4,
        client -> {
          net.router.route().request(newRoute("198.51.100.0/24", "203.0.113.9", RouteType.UNICAST));
          long before = forwarded();
          exchange(client, 5);
          assertThat(forwarded()).as("once, and then it is there again").isEqualTo(before + 1);
          int device = link(net.router, "gw0").index();
          net.router.route().request(NewLink.setUp(device, false));
          assertThat(flow().has(NewConntrack.OFFLOAD)).isFalse();
          net.router.route().request(NewLink.setUp(device, true));
          exchange(client, 5);
          assertThat(flow().has(NewConntrack.OFFLOAD)).isTrue();
          net.router.nfTables().commit(List.of(new DelTable(Family.IP, "f", 0, false)));
          assertThat(flow().has(NewConntrack.OFFLOAD)).isFalse();
        });
  }

  @Test
  void aFlowThatAFlowtableHasCannotBeForgotten() throws Exception {
    flowtable(0);
    talk(
        SocketType.UDP4,
        client -> {
          ConntrackTuple tuple = flow().original();
          assertThatThrownBy(
                  () ->
                      net.router.conntrack().request(new DelConntrack(tuple, null, 4, null, null)))
              .isInstanceOfSatisfying(
                  NetlinkException.class,
                  refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EBUSY));
        });
  }

  @Test
  void otherHooksDoNotHaveIt() {
    assertThatThrownBy(
            () ->
                net.router
                    .nfTables()
                    .commit(
                        List.of(
                            table("f"),
                            base("f", "in", "filter", HookNumber.INPUT, 0),
                            rule(Family.IP, "f", "in", new FlowOffload("ft")))))
        .isInstanceOf(NetlinkException.class);
  }
}
