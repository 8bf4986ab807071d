package dev.dejima.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.packet.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests can do in a network, the same on both kernels. */
@Lab("/com/example/nat.yaml")
@EachKernel
@Tag("linux")
@Timeout(60)
class LabExtensionTest {
  @AfterEach
  void theNetworkIsStillUp(Network net) throws Exception {
    assertThat(net.nodes().getFirst().sh("ip -br link")).contains("eth0");
  }

  @Test
  void parametersAreTheNetworkAndItsNodes(
      Network net, @NodeName("wan") Node outside, Node lan, Kernel kernel) {
    assertThat(outside.name()).isEqualTo("wan");
    assertThat(lan.namespace().name()).isEqualTo("lan");
    assertThat(net.kernel()).isSameAs(kernel);
    assertThat(net.nodes()).map(Node::name).containsExactly("lan", "router", "wan");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net.node("wam"))
        .withMessage("no node 'wam'; did you mean wan?");
  }

  @Test
  void aProbeTellsItsWay(Network net, Node lan) throws Exception {
    Listening web = lan.listen("tcp 54321");
    ProbeResult probe = net.node("wan").probe("tcp 203.0.113.254:54321", "hello");
    assertThat(probe)
        .connected()
        .matched("router", "ct status dnat accept")
        .seenAt("lan:eth0", "203.0.113.1.* > 192.0.2.1.54321: Flags [S]*")
        .notSeenAt("lan:eth0", "*203.0.113.254*")
        .tookAtMost(Duration.ofSeconds(2));
    assertThat(probe).translatedTo("192.0.2.1").by("*dnat to 192.0.2.1").connected();
    assertThat(web.heard()).isEqualTo("hello");
  }

  @Test
  void datagramsAreAnswered(Node lan, Node router) throws Exception {
    router.listen("udp 192.0.2.254:53");
    assertThat(lan.probe("udp 192.0.2.254:53", "?")).answered().notTranslated();
    assertThat(lan.probe("udp 192.0.2.254:54", "?")).refused();
    assertThat(lan.probe("ping 192.0.2.77", "", Duration.ofSeconds(10))).unreachable();
  }

  @Test
  void aChangedRulesetDecides(Node wan, Node lan, Node router) throws Exception {
    lan.listen("tcp 80");
    router.nft("insert rule ip filter forward tcp dport 80 counter drop");
    assertThat(wan.probe("tcp 192.0.2.1:80", "", Duration.ofMillis(500)))
        .timedOut()
        .droppedAt("router")
        .by("tcp dport 80 counter*drop");
    router.sh("nft flush chain ip filter forward; nft add rule ip filter forward accept");
    assertThat(wan.probe("tcp 192.0.2.1:80")).connected();
  }

  @Test
  void commandsFailWithWhatTheySay(Node router) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> router.sh("nft list table ip none"))
        .withMessageContaining("router: nft list table ip none ended with status 1")
        .satisfies(e -> assertThat(e.errors()).contains("No such file or directory"));
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> router.nft("add rule ip filter forward acept"))
        .withMessageContaining("did you mean ‘accept’?");
  }

  @Test
  void ownCodeRunsInNodes(Node lan, Node wan) throws Exception {
    Running<String> server =
        lan.start(
            self -> {
              try (Socket socket = self.namespace().socket(SocketType.TCP4)) {
                socket.bind(Endpoint.parse("0.0.0.0:54321"));
                socket.listen(1);
                self.ready();
                try (Socket peer = socket.accept()) {
                  byte[] bytes = new byte[100];
                  return new String(
                      bytes, 0, peer.receive(bytes, 0, bytes.length), StandardCharsets.UTF_8);
                }
              }
            });
    server.awaitReady();
    int port =
        wan.run(
            self -> {
              try (Socket socket = self.namespace().socket(SocketType.TCP4)) {
                socket.connect(Endpoint.parse("203.0.113.254:54321"));
                socket.send("ahoy".getBytes(StandardCharsets.UTF_8), 0, 4);
                return socket.peerName().port();
              }
            });
    assertThat(port).isEqualTo(54321);
    assertThat(server.await(Duration.ofSeconds(2))).isEqualTo("ahoy");
  }

  @Test
  void whatOwnCodeThrowsComesToTheTest(Node lan) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                lan.run(
                    self -> {
                      throw new IOException("no luck");
                    }))
        .withMessage("no luck");
  }

  @Test
  void tracesTellRuleByRule(Node lan, Node wan) throws Exception {
    lan.listen("tcp 54321");
    assertThat(wan.trace("tcp 203.0.113.254:54321"))
        .answered()
        .passed("wan", "router", "lan")
        .matched("dnat.nft:4");
    assertThat(wan.trace("tcp 192.0.2.1:1"))
        .ended(Disposition.DROPPED)
        .missed("dnat.nft:12")
        .because("*policy of ip filter forward*");
  }

  @Test
  void timePasses(Network net) throws Exception {
    long before = net.kernel().clock().nanoTime();
    net.advance(Duration.ofMillis(300));
    assertThat(net.kernel().clock().nanoTime() - before).isGreaterThanOrEqualTo(300_000_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {54321, 54321})
  void everyInvocationHasANetworkOfItsOwn(int port, Node lan) throws Exception {
    assertThat(lan.listen("tcp " + port).peer()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> ofTheFile(Network net) {
    return net.tests();
  }

  @Nested
  class InANestedClass {
    @Test
    void theNetworkIsThatOfTheClassAround(Node router) throws Exception {
      assertThat(router.sh("nft list tables")).isEqualTo("table ip nat\ntable ip filter\n");
    }

    @Test
    @Lab(
        text =
            """
            name: two
            nodes:
              alone:
                interfaces: { eth0: 192.0.2.9/24 }
              other:
                interfaces: { eth0: 192.0.2.8/24 }
            links: [ [ "alone:eth0", "other:eth0" ] ]
            """)
    void aMethodMayHaveItsOwn(Network net) throws Exception {
      assertThat(net.nodes()).map(Node::name).containsExactly("alone", "other");
      assertThat(net.probe("alone", "ping 192.0.2.8")).answered();
    }
  }
}
