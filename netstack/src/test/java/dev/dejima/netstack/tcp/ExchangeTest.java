package dev.dejima.netstack.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Socket;
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
}
