package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.junit.Lab;
import dev.dejima.junit.Node;
import dev.dejima.junit.Running;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

@Lab("nat.yaml")
class OwnCodeTest {
  @Test
  void theServerSeesWhoAsks(Node lan, Node wan) throws Exception {
    try (ServerSocket server = lan.serverSocketFactory().createServerSocket(54321)) {
      Running<String> seen = lan.start(self -> serve(server));
      wan.run(
          self -> {
            try (Socket socket = wan.socketFactory().createSocket("203.0.113.254", 54321)) {
              socket.getOutputStream().write("hello".getBytes(UTF_8));
              return socket.getPort();
            }
          });
      assertThat(seen.await()).isEqualTo("203.0.113.1 says hello");
    }
  }

  /** The program under test: any that uses blocking sockets. */
  private static String serve(ServerSocket server) throws IOException {
    try (Socket peer = server.accept()) {
      String heard = new String(peer.getInputStream().readAllBytes(), UTF_8);
      return peer.getInetAddress().getHostAddress() + " says " + heard;
    }
  }
}
