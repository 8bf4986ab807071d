package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.capture;
import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.masquerade;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.netfilter.ConfigureQueue;
import dev.dejima.kernel.netfilter.PacketVerdict;
import dev.dejima.kernel.netfilter.PacketVerdict.Verdict;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueuedPacket;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Queue;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that decide over packets between three namespaces. */
class PacketQueueNetworkTest {
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

  private static void queueAt(Namespace namespace, HookNumber hook) throws KernelException {
    namespace
        .nfTables()
        .commit(
            List.of(
                table(Family.IP, "t"),
                base(Family.IP, "t", "q", "filter", hook, 0, null),
                rule(Family.IP, "t", "q", new Queue(5, 1, 0, OptionalInt.empty())),
                table(Family.IP, "nat"),
                base(Family.IP, "nat", "p", "nat", HookNumber.POSTROUTING, 100, null),
                rule(Family.IP, "nat", "p", masquerade())));
  }

  /** A program that accepts all, and notes what it saw. */
  private Process accepting(Namespace namespace, List<QueuedPacket> seen) throws KernelException {
    return net.kernel.start(
        namespace,
        "queue",
        StandardStreams.none(),
        process -> {
          try (Netlink.Peer<QueueMessage> queue = namespace.packetQueues()) {
            queue.request(ConfigureQueue.bind(5));
            process.ready();
            while (true) {
              QueuedPacket packet = (QueuedPacket) queue.next();
              seen.add(packet);
              queue.request(PacketVerdict.of(packet, Verdict.ACCEPT));
            }
          }
        });
  }

  private static Endpoint end(String address, int port) {
    return new Endpoint(IpAddress.parse(address), port);
  }

  /** A connection from lan to wan, and a line both ways. */
  private void talk() throws KernelException {
    net.kernel.start(
        net.wan,
        "server",
        StandardStreams.none(),
        process -> {
          try (Socket listener = net.wan.socket(SocketType.TCP4)) {
            listener.bind(end("203.0.113.1", 80));
            listener.listen(1);
            process.ready();
            byte[] line = new byte[5];
            try (Socket connection = listener.accept()) {
              int length = connection.receive(line, 0, 5);
              connection.send(line, 0, length);
            }
          }
          return 0;
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = HookNumber.class,
      names = {"PREROUTING", "FORWARD", "POSTROUTING"})
  void aConnectionPassesAProgramAtEachHookOfARouter(HookNumber hook) throws Exception {
    queueAt(net.router, hook);
    assertThat(talkThrough(net.router)).isGreaterThan(hook == HookNumber.POSTROUTING ? 7 : 8);
  }

  @ParameterizedTest
  @EnumSource(
      value = HookNumber.class,
      names = {"INPUT", "OUTPUT"})
  void aConnectionPassesAProgramAtEachHookOfAHost(HookNumber hook) throws Exception {
    queueAt(net.lan, hook);
    assertThat(talkThrough(net.lan)).isGreaterThan(2);
  }

  private int talkThrough(Namespace namespace) throws Exception {
    List<QueuedPacket> seen = new ArrayList<>();
    accepting(namespace, seen).awaitReady();
    talk();
    int status =
        net.kernel.run(
            net.lan,
            "client",
            StandardStreams.none(),
            process -> {
              try (Socket socket = net.lan.socket(SocketType.TCP4)) {
                socket.timeout(Duration.ofSeconds(5));
                socket.connect(end("203.0.113.1", 80));
                byte[] line = {'h', 'e', 'l', 'l', 'o'};
                socket.send(line, 0, 5);
                return socket.receive(line, 0, 5);
              }
            });
    assertThat(status).isEqualTo(5);
    return seen.size();
  }

  @Test
  void otherOctetsGoOn() throws Exception {
    queueAt(net.lan, HookNumber.OUTPUT);
    Capture wire = capture(net.wan, "wan0");
    net.kernel
        .start(
            net.lan,
            "queue",
            StandardStreams.none(),
            process -> {
              try (Netlink.Peer<QueueMessage> queue = net.lan.packetQueues()) {
                queue.request(ConfigureQueue.bind(5));
                process.ready();
                QueuedPacket packet = (QueuedPacket) queue.next();
                byte[] octets = packet.payload().toArray();
                octets[28] = 'j';
                octets[26] = 0;
                octets[27] = 0;
                queue.request(
                    PacketVerdict.of(packet, Verdict.ACCEPT).with(Bytes.of(octets)).marked(1));
              }
              return 0;
            })
        .awaitReady();
    int status =
        net.kernel.run(
            net.lan,
            "client",
            StandardStreams.none(),
            process -> {
              try (Socket socket = net.lan.socket(SocketType.UDP4)) {
                socket.connect(end("203.0.113.1", 9));
                socket.send(new byte[] {'h', 'e', 'l', 'l', 'o'}, 0, 5);
                net.kernel.clock().sleep(Duration.ofSeconds(1));
              }
              return 0;
            });
    assertThat(status).isZero();
    Capture.Frame frame = wire.poll().orElseThrow();
    while (frame.bytes().at(12) != 8 || frame.bytes().at(13) != 0) {
      frame = wire.poll().orElseThrow();
    }
    assertThat(frame.bytes().at(14 + 28)).isEqualTo('j');
  }

  @Test
  void aPacketThatNoQueueTakesIsLostWithoutAnError() throws Exception {
    queueAt(net.lan, HookNumber.OUTPUT);
    int status =
        net.kernel.run(
            net.lan,
            "client",
            StandardStreams.none(),
            process -> {
              try (Socket socket = net.lan.socket(SocketType.UDP4)) {
                socket.connect(end("203.0.113.1", 9));
                socket.send(new byte[1], 0, 1);
              }
              return 0;
            });
    assertThat(status).isZero();
  }
}
