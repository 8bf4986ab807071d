package dev.dejima.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network of three namespaces, with a port of the inner one opened to the outer one. */
@Tag("linux")
@Timeout(30)
class DestinationNatTest {
  private static final Set<NewFlag> CREATE = Set.of(NewFlag.CREATE, NewFlag.EXCL);

  @Test
  void helloPassesTheRouter() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace lan = kernel.createNamespace("lan");
      Namespace router = kernel.createNamespace("router");
      Namespace wan = kernel.createNamespace("wan");
      build(kernel.initial(), lan, router, wan);
      List<NftMessage> ruleset = ruleset();
      router.nfTables().check(ruleset);
      assertThat(router.nfTables().dump(new GetRules(Family.IP, null, null))).isEmpty();
      router.nfTables().commit(ruleset);

      Subscription<NftMessage> traces = router.nfTables().subscribe(Set.of(Group.NFTRACE));
      Subscription<ConntrackMessage> flows =
          router.conntrack().subscribe(Set.of(Group.CONNTRACK_NEW));
      Capture inside = lan.capture(CaptureOptions.of("lan-veth0"));
      StringBuilder heard = new StringBuilder();
      Process server =
          kernel.start(lan, "server", StandardStreams.none(), self -> serve(self, heard));
      server.awaitReady();
      int status = kernel.run(wan, "client", StandardStreams.none(), DestinationNatTest::connect);

      assertThat(status).isZero();
      assertThat(server.await()).isZero();
      assertThat(heard).hasToString("hello\n from 203.0.113.1");
      assertThat(rule(router)).isEqualTo(((NewRule) ruleset.get(2)).exprs());
      NewRule rule =
          (NewRule) router.nfTables().dump(new GetRules(Family.IP, "nat", "PREROUTING")).getFirst();
      assertThat(decisive(traces).ruleHandle()).isEqualTo(rule.handle());
      assertThat(flows.next()).isInstanceOf(NewConntrack.class);
      NewConntrack flow = (NewConntrack) router.conntrack().dump(new GetConntracks(4)).getFirst();
      assertThat(flow.original().destination()).isEqualTo(IpAddress.parse("203.0.113.254"));
      assertThat(flow.reply().source()).isEqualTo(IpAddress.parse("192.0.2.1"));
      assertThat(flow.has(NewConntrack.DST_NAT)).isTrue();
      List<Capture.Frame> frames = new ArrayList<>();
      for (Optional<Capture.Frame> f = inside.poll(); f.isPresent(); f = inside.poll()) {
        frames.add(f.get());
      }
      assertThat(frames.stream().filter(DestinationNatTest::isTcp)).hasSizeGreaterThanOrEqualTo(7);
      assertThat(inside.statistics().dropped()).isZero();
    }
  }

  private static boolean isTcp(Capture.Frame frame) {
    return frame.bytes().at(12) == 8 && frame.bytes().at(13) == 0 && frame.bytes().at(23) == 6;
  }

  private static TraceEvent decisive(Subscription<NftMessage> traces) throws Exception {
    while (true) {
      if (traces.next() instanceof TraceEvent event
          && event.type() == TraceEvent.Type.RULE
          && event.verdict() != null
          && event.verdict().code() == Verdict.Code.ACCEPT) {
        return event;
      }
    }
  }

  private static List<Expr> rule(Namespace router) throws Exception {
    List<NftMessage> rules = router.nfTables().dump(new GetRules(Family.IP, null, null));
    assertThat(rules).hasSize(1);
    return ((NewRule) rules.getFirst()).exprs();
  }

  private static int serve(Process self, StringBuilder heard)
      throws java.io.IOException, InterruptedException {
    try (Socket listener = self.namespace().socket(SocketType.TCP4)) {
      listener.bind(Endpoint.parse("0.0.0.0:54321"));
      listener.listen(1);
      self.ready();
      try (Socket connection = listener.accept()) {
        byte[] buffer = new byte[100];
        for (int n = connection.receive(buffer, 0, 100);
            n > 0;
            n = connection.receive(buffer, 0, 100)) {
          heard.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        heard.append(" from ").append(connection.peerName().address());
      }
    }
    return 0;
  }

  private static int connect(Process self) throws java.io.IOException, InterruptedException {
    try (Socket socket = self.namespace().socket(SocketType.TCP4)) {
      socket.timeout(Duration.ofSeconds(5));
      socket.connect(Endpoint.parse("203.0.113.254:54321"));
      byte[] hello = "hello\n".getBytes(StandardCharsets.UTF_8);
      socket.send(hello, 0, hello.length);
      socket.shutdownOutput();
      return socket.receive(new byte[1], 0, 1) == -1 ? 0 : 1;
    }
  }

  static void build(Namespace initial, Namespace lan, Namespace router, Namespace wan)
      throws Exception {
    pair(initial, lan, "lan-veth0", router, "gw-veth0");
    pair(initial, wan, "wan-veth0", router, "gw-veth1");
    address(lan, "lan-veth0", "192.0.2.1/24");
    address(router, "gw-veth0", "192.0.2.254/24");
    address(router, "gw-veth1", "203.0.113.254/24");
    address(wan, "wan-veth0", "203.0.113.1/24");
    gateway(lan, "192.0.2.254");
    gateway(wan, "203.0.113.254");
    router.sysctl().write("net/ipv4/ip_forward", "1");
    assertThat(router.sysctl().read("net/ipv4/ip_forward")).isEqualTo("1");
    assertThat(lan.sysctl().read("net/ipv4/ip_forward")).isEqualTo("0");
  }

  private static void pair(Namespace initial, Namespace a, String nameA, Namespace b, String nameB)
      throws Exception {
    initial.route().request(NewLink.veth(nameA, nameB, b));
    initial
        .route()
        .request(new NewLink.Builder().index(index(initial, nameA)).namespace(a).build());
    a.route().request(NewLink.setUp(index(a, nameA), true));
    b.route().request(NewLink.setUp(index(b, nameB), true));
  }

  private static int index(Namespace namespace, String name) throws Exception {
    return namespace.route().dump(new GetLinks()).stream()
        .map(NewLink.class::cast)
        .filter(link -> name.equals(link.name()))
        .findAny()
        .orElseThrow()
        .index();
  }

  private static void address(Namespace namespace, String device, String prefix) throws Exception {
    namespace.route().request(NewAddress.of(index(namespace, device), Prefix.parse(prefix)));
  }

  private static void gateway(Namespace namespace, String gateway) throws Exception {
    namespace
        .route()
        .request(
            new NewRoute(
                Prefix.parse("0.0.0.0/0"),
                IpAddress.parse(gateway),
                0,
                null,
                0,
                NewRoute.MAIN,
                3,
                0,
                RouteType.UNICAST,
                0,
                CREATE));
  }

  /** {@code ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1}, traced. */
  static List<NftMessage> ruleset() {
    BaseHook hook = new BaseHook(HookNumber.PREROUTING, -100, List.of());
    List<Expr> exprs =
        List.of(
            new Immediate(1, new Value(Bytes.of((byte) 1))),
            new MetaSet(MetaKey.NFTRACE, 1),
            new Payload(1, Payload.Base.NETWORK, 16, 4),
            new Cmp(1, CmpOp.EQ, IpAddress.parse("203.0.113.254").toBytes()),
            new Meta(1, MetaKey.L4PROTO),
            new Cmp(1, CmpOp.EQ, Bytes.of((byte) 6)),
            new Payload(1, Payload.Base.TRANSPORT, 2, 2),
            new Cmp(1, CmpOp.EQ, Bytes.bigEndian(54321, 2)),
            new Immediate(1, new Value(IpAddress.parse("192.0.2.1").toBytes())),
            new Nat(
                true,
                Family.IP,
                new NatRange(
                    OptionalInt.of(1),
                    OptionalInt.of(1),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    NatRange.MAP_IPS)));
    return List.of(
        new NewTable(Family.IP, "nat", 0, 0, 0, Bytes.EMPTY, CREATE),
        new NewChain(
            Family.IP,
            "nat",
            "PREROUTING",
            0,
            hook,
            "nat",
            Verdict.ACCEPT,
            0,
            0,
            Bytes.EMPTY,
            CREATE),
        new NewRule(
            Family.IP,
            "nat",
            "PREROUTING",
            0,
            0,
            0,
            0,
            exprs,
            Bytes.EMPTY,
            Set.of(NewFlag.CREATE, NewFlag.APPEND)));
  }
}
