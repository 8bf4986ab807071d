package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.capture;
import static dev.dejima.netstack.TestNetwork.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Ipv4Address;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The parts together: rulesets, translation and TCP over the row of three. */
class RulesetTest {
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

  private void load(String ruleset) throws KernelException {
    ParseResult parsed = NftParser.parse("test.nft", ruleset, IncludeReader.NONE);
    assertThat(parsed.errors()).isEmpty();
    Compiled compiled = Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
    assertThat(compiled.errors()).isEmpty();
    net.router.nfTables().commit(compiled.messages());
  }

  private Process serve(Namespace where, int port) throws InterruptedException {
    Process server =
        net.kernel.start(
            where,
            "server",
            StandardStreams.none(),
            self -> {
              try (Socket listener = where.socket(SocketType.TCP4)) {
                listener.bind(new Endpoint(Ipv4Address.ANY, port));
                listener.listen(5);
                self.ready();
                while (true) {
                  try (Socket connection = listener.accept()) {
                    byte[] bytes = new byte[100];
                    int length = connection.receive(bytes, 0, bytes.length);
                    connection.send(bytes, 0, Math.max(length, 0));
                  }
                }
              }
            });
    server.awaitReady();
    return server;
  }

  private static String ask(Namespace from, String to) throws Exception {
    try (Socket socket = from.socket(SocketType.TCP4)) {
      socket.timeout(Duration.ofSeconds(3));
      socket.connect(Endpoint.parse(to));
      socket.send("hello".getBytes(UTF_8), 0, 5);
      socket.shutdownOutput();
      byte[] bytes = new byte[100];
      int length = socket.receive(bytes, 0, bytes.length);
      return new String(bytes, 0, length, UTF_8);
    }
  }

  @Test
  void destinationNat() throws Exception {
    load(
        """
        table ip nat {
          chain PREROUTING {
            type nat hook prerouting priority dstnat; policy accept;
            ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1
          }
        }
        """);
    serve(net.lan, 54321);
    try (Capture lan = capture(net.lan, "lan0");
        Capture wan = capture(net.wan, "wan0")) {
      assertThat(ask(net.wan, "203.0.113.254:54321")).isEqualTo("hello");
      net.kernel.clock().sleep(Duration.ofSeconds(1));
      List<String> inside = lines(lan).stream().filter(line -> line.startsWith("IP ")).toList();
      List<String> outside = lines(wan).stream().filter(line -> line.startsWith("IP ")).toList();
      assertThat(inside).hasSameSizeAs(outside).hasSizeGreaterThanOrEqualTo(8);
      assertThat(inside.getFirst()).contains(" > 192.0.2.1.54321: Flags [S], ");
      assertThat(outside.getFirst()).contains(" > 203.0.113.254.54321: Flags [S], ");
      assertThat(inside.stream().map(line -> line.replace("192.0.2.1.", "203.0.113.254.")))
          .isEqualTo(outside);
    }
    List<ConntrackMessage> flows = net.router.conntrack().dump(new GetConntracks(4));
    assertThat(flows).hasSize(1);
    assertThatThrownBy(() -> ask(net.wan, "203.0.113.254:22"))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
  }

  @Test
  void masquerade() throws Exception {
    load(
        """
        table ip nat {
          chain POSTROUTING {
            type nat hook postrouting priority srcnat;
            oifname "gw1" masquerade
          }
        }
        """);
    serve(net.wan, 80);
    try (Capture wan = capture(net.wan, "wan0")) {
      assertThat(ask(net.lan, "203.0.113.1:80")).isEqualTo("hello");
      assertThat(lines(wan)).anyMatch(line -> line.startsWith("IP 203.0.113.254."));
    }
  }

  @Test
  void rejectWithResetAndWithIcmp() throws Exception {
    load(
        """
        table ip filter {
          chain forward {
            type filter hook forward priority filter;
            tcp dport 81 reject with tcp reset
            tcp dport 82 reject
            tcp dport 83 drop
          }
        }
        """);
    assertThatThrownBy(() -> ask(net.lan, "203.0.113.1:81")).hasMessage("Connection refused");
    assertThatThrownBy(() -> ask(net.lan, "203.0.113.1:82")).hasMessage("Connection refused");
    assertThatThrownBy(() -> ask(net.lan, "203.0.113.1:83"))
        .isInstanceOf(KernelException.class)
        .hasMessage(Errno.EINPROGRESS.text());
  }

  @Test
  void fragmentsAreReassembledForTrackingAndCutAgain() throws Exception {
    load(
        """
        table ip nat {
          chain PREROUTING {
            type nat hook prerouting priority dstnat;
            udp dport 5000 dnat to 192.0.2.1:6000
          }
        }
        """);
    try (Socket server = net.lan.socket(SocketType.UDP4);
        Socket client = net.wan.socket(SocketType.UDP4);
        Capture lan = capture(net.lan, "lan0")) {
      server.bind(new Endpoint(Ipv4Address.ANY, 6000));
      client.sendTo(new byte[4000], 0, 4000, Endpoint.parse("203.0.113.254:5000"));
      assertThat(server.receive(new byte[5000], 0, 5000)).isEqualTo(4000);
      assertThat(lines(lan)).filteredOn(line -> line.startsWith("IP ")).hasSize(3);
    }
  }
}
