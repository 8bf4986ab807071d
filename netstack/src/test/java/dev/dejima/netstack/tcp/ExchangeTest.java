package dev.dejima.netstack.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.TcpHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Whole exchanges; the lines are those that Linux 6.18 shows over a veth with offloads off. */
class ExchangeTest {
  private final byte[] buffer = new byte[65536];

  private static void write(Socket socket, String text) throws Exception {
    socket.send(text.getBytes(US_ASCII), 0, text.length());
  }

  private String read(Socket socket) throws Exception {
    int length = socket.receive(buffer, 0, buffer.length);
    return length < 0 ? "end" : new String(buffer, 0, length, US_ASCII);
  }

  /** echo hello | nc -N 192.0.2.2 80, against nc -l. */
  @Test
  void hello() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      net.start(
          "server",
          () -> {
            Socket listener = net.listen(1);
            Socket peer = listener.accept();
            assertThat(read(peer)).isEqualTo("hello\n");
            assertThat(read(peer)).isEqualTo("end");
            peer.close();
          });
      net.start(
          "client",
          () -> {
            Socket socket = net.open();
            socket.connect(net.server());
            write(socket, "hello\n");
            net.loop.runDeferred();
            socket.shutdownOutput();
            assertThat(read(socket)).isEqualTo("end");
            socket.close();
          });
      net.pass(100);
      assertThat(net.taken())
          .containsExactly(
              "A [S] 0 win 64240 <mss 1460,sackOK,TS,wscale 7>",
              "B [S.] 0 ack 1 win 65160 <mss 1460,sackOK,TS,wscale 7>",
              "A [.] 1 ack 1 win 502",
              "A [P.] 1:7 ack 1 win 502",
              "B [.] 1 ack 7 win 510",
              "A [F.] 7 ack 1 win 502",
              "B [F.] 1 ack 8 win 510",
              "A [.] 8 ack 2 win 502");
    }
  }

  /** Two sockets that are connected; the lines of the handshake are gone. */
  private record Pair(Socket client, Socket server) {}

  private static Pair pair(TwoHosts net) throws Exception {
    Socket listener = net.listen(5);
    Socket client = net.open();
    client.connect(net.server());
    Socket server = listener.accept();
    listener.close();
    net.taken();
    return new Pair(client, server);
  }

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(KernelException.class, call).errno();
  }

  @Test
  void unreadDataResetAtClose() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      write(pair.client, "hello");
      net.pass(50);
      pair.server.close();
      net.pass(50);
      assertThat(net.taken())
          .containsExactly(
              "A [P.] 1:6 ack 1 win 502", "B [.] 1 ack 6 win 510", "B [R.] 1 ack 6 win 510");
      assertThat(errno(() -> write(pair.client, "x"))).isEqualTo(Errno.ECONNRESET);
      assertThat(errno(() -> write(pair.client, "x"))).isEqualTo(Errno.EPIPE);
      assertThat(read(pair.client)).isEqualTo("end");
    }
  }

  @Test
  void dataAfterCloseIsRefused() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      pair.server.close();
      net.pass(50);
      write(pair.client, "hello");
      net.pass(50);
      assertThat(net.taken())
          .containsExactly(
              "B [F.] 1 ack 1 win 510",
              "A [.] 1 ack 2 win 502",
              "A [P.] 1:6 ack 2 win 502",
              "B [R] 2 win 0");
      assertThat(errno(() -> write(pair.client, "x"))).isEqualTo(Errno.EPIPE);
      assertThat(errno(() -> write(pair.client, "x"))).isEqualTo(Errno.EPIPE);
      assertThat(read(pair.client)).isEqualTo("end");
    }
  }

  @Test
  void lingerOfNothingResets() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      pair.client.option(SocketOption.RESET_ON_CLOSE, true);
      pair.client.close();
      net.pass(50);
      assertThat(net.taken()).containsExactly("A [R.] 1 ack 1 win 502");
      assertThat(errno(() -> read(pair.server))).isEqualTo(Errno.ECONNRESET);
      assertThat(net.a.tcp.sockets(4)).isEmpty();
    }
  }

  @Test
  void halfClosedStillReceives() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      write(pair.client, "req");
      net.loop.runDeferred();
      pair.client.shutdownOutput();
      net.pass(100);
      assertThat(read(pair.server)).isEqualTo("req");
      assertThat(read(pair.server)).isEqualTo("end");
      write(pair.server, "resp1");
      net.pass(50);
      write(pair.server, "resp2");
      net.loop.runDeferred();
      pair.server.close();
      net.pass(50);
      assertThat(read(pair.client)).isEqualTo("resp1resp2");
      assertThat(net.taken())
          .containsExactly(
              "A [P.] 1:4 ack 1 win 502",
              "B [.] 1 ack 4 win 510",
              "A [F.] 4 ack 1 win 502",
              "B [.] 1 ack 5 win 510",
              "B [P.] 1:6 ack 5 win 510",
              "A [.] 5 ack 6 win 502",
              "B [P.] 6:11 ack 5 win 510",
              "A [.] 5 ack 11 win 502",
              "B [F.] 11 ack 5 win 510",
              "A [.] 5 ack 12 win 502");
    }
  }

  @Test
  void bothShutDown() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      pair.client.shutdownOutput();
      net.loop.runDeferred();
      pair.server.shutdownOutput();
      net.pass(50);
      assertThat(net.taken())
          .containsExactly(
              "A [F.] 1 ack 1 win 502", "B [F.] 1 ack 2 win 510", "A [.] 2 ack 2 win 502");
    }
  }

  @Test
  void bothShutDownAtOnce() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      pair.client.shutdownOutput();
      pair.server.shutdownOutput();
      net.pass(50);
      assertThat(net.taken())
          .containsExactly(
              "A [F.] 1 ack 1 win 502",
              "B [F.] 1 ack 1 win 510",
              "B [.] 2 ack 2 win 510",
              "A [.] 2 ack 2 win 502");
      assertThat(net.a.tcp.sockets(4)).extracting(SocketEntry::state).containsExactly(6);
    }
  }

  @Test
  void answersCarryAcknowledgmentsOnceTheExchangeIsInteractive() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      for (int i = 0; i < 3; i++) {
        write(pair.client, "req");
        net.loop.runDeferred();
        read(pair.server);
        write(pair.server, "resp");
        net.loop.runDeferred();
        read(pair.client);
      }
      net.pass(200);
      write(pair.client, "one");
      net.pass(100);
      write(pair.client, "two");
      net.pass(100);
      assertThat(net.taken())
          .containsExactly(
              "A [P.] 1:4 ack 1 win 502",
              "B [.] 1 ack 4 win 510",
              "B [P.] 1:5 ack 4 win 510",
              "A [.] 4 ack 5 win 502",
              "A [P.] 4:7 ack 5 win 502",
              "B [P.] 5:9 ack 7 win 510",
              "A [P.] 7:10 ack 9 win 502",
              "B [P.] 9:13 ack 10 win 510",
              "A [.] 10 ack 13 win 502",
              "A [P.] 10:13 ack 13 win 502",
              "B [.] 13 ack 13 win 510",
              "A [P.] 13:16 ack 13 win 502",
              "B [.] 13 ack 16 win 510");
    }
  }

  @Test
  void backlogOfOneTakesTwoAndDropsTheRest() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Socket listener = net.listen(1);
      for (int i = 0; i < 2; i++) {
        net.open().connect(net.server());
      }
      net.taken();
      Socket third = net.open();
      third.timeout(Duration.ofMillis(3500));
      assertThat(errno(() -> third.connect(net.server()))).isEqualTo(Errno.EINPROGRESS);
      assertThat(net.taken())
          .hasSize(4)
          .containsOnly("A [S] 0 win 64240 <mss 1460,sackOK,TS,wscale 7>");
      assertThat(net.b.tcp.sockets(4).getFirst().receiveQueue()).isEqualTo(2);
      assertThat(net.b.tcp.sockets(4).getFirst().sendQueue()).isEqualTo(1);
      listener.close();
      net.pass(1);
      assertThat(net.taken()).containsExactly("B [R.] 1 ack 1 win 510", "B [R.] 1 ack 1 win 510");
    }
  }

  @Test
  void closedPortRefuses() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Socket socket = net.open();
      assertThat(errno(() -> socket.connect(net.server()))).isEqualTo(Errno.ECONNREFUSED);
      assertThat(net.taken())
          .containsExactly("A [S] 0 win 64240 <mss 1460,sackOK,TS,wscale 7>", "B [R.] ack 1 win 0");
      assertThat(net.a.tcp.sockets(4)).isEmpty();
    }
  }

  /** Linux since 6.5 repeats a SYN four times each second before it doubles the time. */
  @Test
  void unansweredSynIsGivenUpAfter131Seconds() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      net.fate =
          new TwoHosts.Fate() {
            @Override
            public int copies(RandomGenerator random) {
              return 0;
            }
          };
      Socket socket = net.open();
      long start = net.loop.nanoTime();
      List<Long> times = new ArrayList<>();
      Consumer<Packet> wire = net.a.wire;
      net.a.wire =
          packet -> {
            times.add((net.loop.nanoTime() - start) / 1_000_000_000);
            wire.accept(packet);
          };
      assertThat(errno(() -> socket.connect(net.server()))).isEqualTo(Errno.ETIMEDOUT);
      assertThat(times).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 7L, 11L, 19L, 35L, 67L);
      assertThat(net.loop.nanoTime() - start).isEqualTo(131_000_000_000L);
    }
  }

  /** A tail probe, then timeouts that double; measured 205, 208, 432, 832 and 1664 ms apart. */
  @Test
  void lostDataAreSentAgain() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      TwoHosts.Fate kind = net.fate;
      net.fate =
          new TwoHosts.Fate() {
            @Override
            public int copies(RandomGenerator random) {
              return 0;
            }
          };
      List<Long> times = new ArrayList<>();
      long start = net.loop.nanoTime();
      Consumer<Packet> wire = net.a.wire;
      net.a.wire =
          packet -> {
            times.add((net.loop.nanoTime() - start) / 1_000_000);
            wire.accept(packet);
          };
      write(pair.client, "hello");
      net.pass(700);
      pair.client.close();
      net.pass(1300);
      assertThat(times).containsExactly(0L, 200L, 400L, 800L, 1600L);
      assertThat(net.taken()).containsOnly("A [P.] 1:6 ack 1 win 502");
      net.fate = kind;
      net.pass(2000);
      assertThat(net.taken())
          .containsExactly(
              "A [P.] 1:6 ack 1 win 502",
              "B [.] 1 ack 6 win 510",
              "A [F.] 6 ack 1 win 502",
              "B [.] 1 ack 7 win 510");
      assertThat(read(pair.server)).isEqualTo("hello");
      assertThat(read(pair.server)).isEqualTo("end");
    }
  }

  @Test
  void icmpErrorsEndAnAttempt() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      net.a.wire =
          packet -> {
            int sequence =
                TcpHeader.parse(packet.bytes, packet.transport, packet.end)
                    .orElseThrow()
                    .sequence();
            net.loop.defer(
                () ->
                    net.a.tcp.error(
                        net.a.address,
                        32769,
                        net.b.address,
                        80,
                        sequence,
                        Errno.EHOSTUNREACH,
                        false,
                        0));
            packet.release();
          };
      Socket socket = net.open();
      assertThat(errno(() -> socket.connect(net.server()))).isEqualTo(Errno.EHOSTUNREACH);
    }
  }

  @Test
  void zeroWindowOpensAgain() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Pair pair = pair(net);
      net.start("writer", () -> pair.client.send(new byte[400_000], 0, 400_000));
      net.pass(5000);
      assertThat(net.taken()).anyMatch(line -> line.matches("B \\[\\.] 1 ack [0-9]+ win 0"));
      int got = 0;
      while (got < 400_000) {
        got += pair.server.receive(buffer, 0, buffer.length);
      }
      assertThat(got).isEqualTo(400_000);
    }
  }

  @Test
  void timeWaitMakesWayForANewConnection() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Socket listener = net.listen(5);
      for (int round = 0; round < 3; round++) {
        Socket client = net.open();
        client.bind(new Endpoint(net.a.address, 5000));
        client.connect(net.server());
        Socket server = listener.accept();
        server.close();
        net.pass(50);
        assertThat(read(client)).isEqualTo("end");
        client.close();
        net.pass(50);
        assertThat(net.b.tcp.sockets(4)).extracting(SocketEntry::state).contains(6);
      }
      net.pass(61_000);
      assertThat(net.b.tcp.sockets(4)).extracting(SocketEntry::state).containsExactly(10);
    }
  }

  @Test
  void simultaneousOpen() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      net.fate =
          new TwoHosts.Fate() {
            @Override
            public long delay(RandomGenerator random) {
              return 10_000_000;
            }
          };
      Socket left = net.open();
      left.bind(new Endpoint(net.a.address, 5000));
      Socket right = net.b.tcp.open(SocketType.TCP4, false);
      right.bind(new Endpoint(net.b.address, 80));
      net.start("left", () -> left.connect(net.server()));
      net.start("right", () -> right.connect(new Endpoint(net.a.address, 5000)));
      net.pass(100);
      write(left, "over");
      net.pass(100);
      assertThat(read(right)).isEqualTo("over");
    }
  }

  @Test
  void bindConflictsAsLinuxSays() throws Exception {
    try (TwoHosts net = new TwoHosts(1)) {
      Socket listener = net.listen(1);
      Socket plain = net.b.tcp.open(SocketType.TCP4, false);
      assertThat(errno(() -> plain.bind(Endpoint.parse("0.0.0.0:80")))).isEqualTo(Errno.EADDRINUSE);
      Socket reusing = net.b.tcp.open(SocketType.TCP4, false);
      reusing.option(SocketOption.REUSEADDR, true);
      assertThat(errno(() -> reusing.bind(Endpoint.parse("192.0.2.2:80"))))
          .isEqualTo(Errno.EADDRINUSE);
      assertThat(errno(() -> reusing.bind(Endpoint.parse("192.0.2.9:80"))))
          .isEqualTo(Errno.EADDRNOTAVAIL);
      listener.close();
      reusing.bind(Endpoint.parse("192.0.2.2:80"));
    }
  }
}
