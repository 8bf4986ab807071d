package dev.dejima.netstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.packet.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TCP through a router. */
class TcpNetworkTest {
  private static final Endpoint SERVER = Endpoint.parse("192.0.2.1:54321");

  @Test
  void helloThroughTheRouter() throws Exception {
    try (TestNetwork net = new TestNetwork()) {
      Capture capture = TestNetwork.capture(net.wan, "wan0");
      net.kernel.start(
          net.lan,
          "server",
          StandardStreams.none(),
          process -> {
            Socket listener = process.namespace().socket(SocketType.TCP4);
            listener.bind(Endpoint.parse("0.0.0.0:54321"));
            listener.listen(1);
            Socket peer = listener.accept();
            byte[] buffer = new byte[100];
            assertThat(peer.receive(buffer, 0, 100)).isEqualTo(6);
            assertThat(peer.receive(buffer, 0, 100)).isEqualTo(-1);
            peer.close();
            listener.close();
            return 0;
          });
      int status =
          net.kernel.run(
              net.wan,
              "client",
              StandardStreams.none(),
              process -> {
                Socket socket = process.namespace().socket(SocketType.TCP4);
                socket.connect(SERVER);
                byte[] hello = "hello\n".getBytes(StandardCharsets.US_ASCII);
                socket.send(hello, 0, hello.length);
                socket.shutdownOutput();
                assertThat(socket.receive(new byte[10], 0, 10)).isEqualTo(-1);
                socket.close();
                return 0;
              });
      assertThat(status).isZero();
      List<String> lines =
          TestNetwork.lines(capture).stream()
              .filter(line -> line.contains("Flags"))
              .map(line -> line.replaceAll(".*(Flags \\[[^]]*]).*(win \\d+).*", "$1 $2"))
              .toList();
      assertThat(lines)
          .containsExactly(
              "Flags [S] win 64240",
              "Flags [S.] win 65160",
              "Flags [.] win 502",
              "Flags [P.] win 502",
              "Flags [.] win 510",
              "Flags [F.] win 502",
              "Flags [F.] win 510",
              "Flags [.] win 502");
      assertThat(net.diagnoses).isEmpty();
    }
  }

  @Test
  void refusedAndUnreachable() throws Exception {
    try (TestNetwork net = new TestNetwork()) {
      Socket socket = net.wan.socket(SocketType.TCP4);
      assertThat(catchThrowableOfType(KernelException.class, () -> socket.connect(SERVER)).errno())
          .isEqualTo(Errno.ECONNREFUSED);
      Socket nobody = net.wan.socket(SocketType.TCP4);
      assertThat(
              catchThrowableOfType(
                      KernelException.class, () -> nobody.connect(Endpoint.parse("203.0.113.77:1")))
                  .errno())
          .isEqualTo(Errno.EHOSTUNREACH);
    }
  }

  @Test
  void megabytesThroughTheRouter() throws Exception {
    try (TestNetwork net = new TestNetwork()) {
      long total = 20_000_000;
      long[] got = {0};
      net.kernel.start(
          net.lan,
          "server",
          StandardStreams.none(),
          process -> {
            Socket listener = process.namespace().socket(SocketType.TCP4);
            listener.bind(Endpoint.parse("0.0.0.0:54321"));
            listener.listen(1);
            Socket peer = listener.accept();
            byte[] buffer = new byte[65536];
            int length;
            while ((length = peer.receive(buffer, 0, buffer.length)) > 0) {
              got[0] += length;
            }
            peer.close();
            return 0;
          });
      net.kernel.run(
          net.wan,
          "client",
          StandardStreams.none(),
          process -> {
            Socket socket = process.namespace().socket(SocketType.TCP4);
            socket.connect(SERVER);
            socket.send(new byte[(int) total], 0, (int) total);
            socket.shutdownOutput();
            assertThat(socket.receive(new byte[10], 0, 10)).isEqualTo(-1);
            socket.close();
            return 0;
          });
      assertThat(got[0]).isEqualTo(total);
    }
  }

  /** Measured: tcpdump -i lo of nc -N 127.0.0.1. */
  @Test
  void loopbackTakesSegmentsOfAlmost64Kilobytes() throws Exception {
    try (TestNetwork net = new TestNetwork()) {
      Capture capture = TestNetwork.capture(net.wan, "lo");
      Socket listener = net.wan.socket(SocketType.TCP4);
      listener.bind(Endpoint.parse("127.0.0.1:80"));
      listener.listen(1);
      Socket socket = net.wan.socket(SocketType.TCP4);
      socket.connect(Endpoint.parse("127.0.0.1:80"));
      Socket peer = listener.accept();
      byte[] octets = new byte[300_000];
      net.kernel.start(
          net.wan,
          "writer",
          StandardStreams.none(),
          _ -> {
            socket.send(octets, 0, octets.length);
            socket.close();
            return 0;
          });
      int got = 0;
      int length;
      while ((length = peer.receive(octets, 0, octets.length)) > 0) {
        got += length;
      }
      assertThat(got).isEqualTo(octets.length);
      List<String> lines = TestNetwork.lines(capture);
      assertThat(lines.get(0)).contains("win 65495, options [mss 65495,sackOK");
      assertThat(lines.get(1)).contains("win 65483, options [mss 65495,sackOK");
      assertThat(lines.get(2)).contains("win 512");
    }
  }

  @Test
  void anExitStatusIsEightBitsWide() throws Exception {
    try (TestNetwork net = new TestNetwork()) {
      assertThat(net.kernel.run(net.lan, "exit -1", StandardStreams.none(), _ -> -1))
          .isEqualTo(255);
    }
  }
}
