package dev.dejima.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java's own sockets in nodes, the same on both kernels. */
@Lab("/com/example/nat.yaml")
@EachKernel
@Tag("linux")
@Timeout(60)
class NodeSocketsTest {
  private static Running<String> echo(Node node, ServerSocket server) {
    return node.start(
        _ -> {
          try (Socket peer = server.accept()) {
            byte[] all = peer.getInputStream().readAllBytes();
            peer.getOutputStream().write(all);
            return peer.getInetAddress().getHostAddress();
          }
        });
  }

  private static String ask(Node node, String host, int port, String text) throws Exception {
    try (Socket socket = node.socketFactory().createSocket(host, port)) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theTestItselfSpeaks(Node lan, Node wan) throws Exception {
    try (ServerSocket server = lan.serverSocketFactory().createServerSocket(54321)) {
      Running<String> echo = echo(lan, server);
      assertThat(ask(wan, "203.0.113.254", 54321, "hello")).isEqualTo("hello");
      assertThat(echo.await(Duration.ofSeconds(5))).isEqualTo("203.0.113.1");
    }
  }

  @Test
  void processesSpeak(Node lan, Node wan) throws Exception {
    try (ServerSocket server = lan.serverSocketFactory().createServerSocket(54321)) {
      Running<String> echo = echo(lan, server);
      String text = "x".repeat(1_000_000);
      String answer = wan.run(_ -> ask(wan, "203.0.113.254", 54321, text));
      assertThat(answer).isEqualTo(text);
      assertThat(echo.await(Duration.ofSeconds(5))).isEqualTo("203.0.113.1");
    }
  }

  @Test
  void whatIsRefusedIsToldInJavasWords(Node wan, Node lan) throws Exception {
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> ask(wan, "203.0.113.254", 22, ""))
        .withMessage("Connection refused");
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> ask(wan, "example.com", 80, ""));
    lan.sh("ip route del default");
    assertThatExceptionOfType(NoRouteToHostException.class)
        .isThrownBy(() -> ask(lan, "203.0.113.1", 80, ""));
  }

  @Test
  void timeoutsAreKept(Node wan, Node lan) throws Exception {
    try (Socket socket = wan.socketFactory().createSocket()) {
      InetSocketAddress silent = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 80);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.connect(silent, 200));
    }
    try (ServerSocket server = lan.serverSocketFactory().createServerSocket(80)) {
      server.setSoTimeout(100);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
      try (Socket socket = lan.socketFactory().createSocket("192.0.2.1", 80)) {
        socket.setSoTimeout(100);
        assertThat(socket.getLocalAddress().getHostAddress()).isEqualTo("192.0.2.1");
        assertThatExceptionOfType(SocketTimeoutException.class)
            .isThrownBy(() -> socket.getInputStream().read());
      }
    }
  }

  @Test
  @Lab(
      text =
          """
          name: both
          nodes:
            a:
              interfaces: { eth0: [ 192.0.2.1/24, "2001:db8::1/64" ] }
            b:
              interfaces: { eth0: [ 192.0.2.2/24, "2001:db8::2/64" ] }
          links: [ [ "a:eth0", "b:eth0" ] ]
          """)
  void bothVersionsOfIp(Node a, Node b) throws Exception {
    try (ServerSocket server = b.serverSocketFactory().createServerSocket(80)) {
      for (String host : new String[] {"192.0.2.2", "2001:db8::2"}) {
        Running<String> echo = echo(b, server);
        assertThat(ask(a, host, 80, "hello")).isEqualTo("hello");
        assertThat(echo.await(Duration.ofSeconds(5))).isIn("192.0.2.1", "2001:db8:0:0:0:0:0:1");
      }
    }
  }
}
