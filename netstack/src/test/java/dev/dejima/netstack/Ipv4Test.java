package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.capture;
import static dev.dejima.netstack.TestNetwork.lines;
import static dev.dejima.netstack.TestNetwork.newRoute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Ipv4Address;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Ipv4Test {
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

  private static byte[] echo(int sequence) {
    byte[] message = new byte[64];
    message[0] = 8;
    message[5] = 7;
    message[7] = (byte) sequence;
    int checksum = Checksum.of(message, 0, message.length);
    message[2] = (byte) (checksum >> 8);
    message[3] = (byte) checksum;
    return message;
  }

  private static Socket ping(Namespace from, String to) throws Exception {
    Socket socket = from.socket(SocketType.ICMP4);
    socket.timeout(Duration.ofSeconds(10));
    byte[] message = echo(1);
    socket.sendTo(message, 0, message.length, new Endpoint(Ipv4Address.parse(to), 0));
    return socket;
  }

  /** Type and code of the next ICMP message, and who sent it. */
  private static String answer(Socket socket) throws Exception {
    byte[] bytes = new byte[1500];
    Socket.Datagram datagram = socket.receiveFrom(bytes, 0, bytes.length);
    return bytes[20] + "/" + bytes[21] + " from " + datagram.remote().address();
  }

  @Test
  void forwardsBothWaysAndResolvesAddressesOnTheWay() throws Exception {
    try (Capture wan = capture(net.wan, "wan0");
        Socket socket = ping(net.lan, "203.0.113.1")) {
      assertThat(answer(socket)).isEqualTo("0/0 from 203.0.113.1");
      assertThat(lines(wan))
          .containsExactly(
              "ARP, Request who-has 203.0.113.1 tell 203.0.113.254, length 28",
              "ARP, Reply 203.0.113.1 is-at "
                  + TestNetwork.link(net.wan, "wan0").address()
                  + ", length 28",
              "IP 192.0.2.1 > 203.0.113.1: ICMP echo request, id 7, seq 1, length 64",
              "IP 203.0.113.1 > 192.0.2.1: ICMP echo reply, id 7, seq 1, length 64");
    }
  }

  @Test
  void aNeighbourThatDoesNotAnswerIsUnreachableAfterThreeSeconds() throws Exception {
    long start = net.kernel.clock().nanoTime();
    try (Capture lan = capture(net.lan, "lan0");
        Socket socket = ping(net.lan, "192.0.2.77")) {
      assertThat(answer(socket)).isEqualTo("8/0 from 192.0.2.1".replace("8/0", "3/1"));
      assertThat(lines(lan)).hasSize(3).allMatch(line -> line.contains("who-has 192.0.2.77"));
    }
    assertThat(Duration.ofNanos(net.kernel.clock().nanoTime() - start)).hasSeconds(3);
  }

  @Test
  void theTimeToLiveEndsAtTheRouter() throws Exception {
    try (Socket socket = net.lan.socket(SocketType.ICMP4)) {
      socket.option(SocketOption.TTL, 1);
      byte[] message = echo(1);
      socket.sendTo(message, 0, message.length, new Endpoint(Ipv4Address.parse("203.0.113.1"), 0));
      assertThat(answer(socket)).isEqualTo("11/0 from 192.0.2.254");
    }
  }

  @Test
  void noRouteAndForbiddingRoutesAreToldByTheRouter() throws Exception {
    net.router.route().request(newRoute("198.51.100.0/28", "", RouteType.UNREACHABLE));
    net.router.route().request(newRoute("198.51.100.16/28", "", RouteType.PROHIBIT));
    try (Socket none = ping(net.lan, "10.9.9.9")) {
      assertThat(answer(none)).isEqualTo("3/0 from 192.0.2.254");
    }
    try (Socket unreachable = ping(net.lan, "198.51.100.1")) {
      assertThat(answer(unreachable)).isEqualTo("3/1 from 192.0.2.254");
    }
    try (Socket prohibited = ping(net.lan, "198.51.100.17")) {
      assertThat(answer(prohibited)).isEqualTo("3/13 from 192.0.2.254");
    }
  }

  @Test
  void withoutForwardingNothingComesBack() throws Exception {
    net.router.sysctl().write("net/ipv4/ip_forward", "0");
    try (Socket socket = ping(net.lan, "203.0.113.1")) {
      assertThatThrownBy(() -> answer(socket)).hasMessage(Errno.EAGAIN.text());
    }
  }

  @Test
  void udpCarriesDatagramsAndTellsOfClosedPorts() throws Exception {
    try (Socket server = net.wan.socket(SocketType.UDP4);
        Socket client = net.lan.socket(SocketType.UDP4)) {
      server.bind(new Endpoint(Ipv4Address.ANY, 5000));
      byte[] large = new byte[4000];
      large[3999] = 42;
      client.connect(Endpoint.parse("203.0.113.1:5000"));
      client.send(large, 0, large.length);
      byte[] bytes = new byte[8000];
      Socket.Datagram datagram = server.receiveFrom(bytes, 0, bytes.length);
      assertThat(datagram.length()).isEqualTo(4000);
      assertThat(bytes[3999]).isEqualTo((byte) 42);
      assertThat(datagram.remote().address()).hasToString("192.0.2.1");
      assertThat(datagram.ttl()).isEqualTo(63);
      client.connect(Endpoint.parse("203.0.113.1:5001"));
      client.send(large, 0, 1);
      assertThatThrownBy(() -> client.receive(bytes, 0, 1))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
    }
  }

  @Test
  void aPacketThatMayNotBeCutIsAnsweredWithTheSmallerMtu() throws Exception {
    int index = TestNetwork.link(net.router, "gw1").index();
    net.router.route().request(new NewLink.Builder().index(index).mtu(1000).build());
    try (Socket client = net.lan.socket(SocketType.UDP4);
        Capture lan = capture(net.lan, "lan0")) {
      client.connect(Endpoint.parse("203.0.113.1:5000"));
      client.send(new byte[1200], 0, 1200);
      assertThat(lines(lan))
          .anyMatch(
              line -> line.contains("ICMP 203.0.113.1 unreachable - need to frag (mtu 1000)"));
    }
  }

  @Test
  void aHostSpeaksToItselfThroughLo() throws Exception {
    try (Capture lo = capture(net.lan, "lo");
        Socket socket = ping(net.lan, "192.0.2.1")) {
      assertThat(answer(socket)).isEqualTo("8/0 from 192.0.2.1");
      assertThat(answer(socket)).isEqualTo("0/0 from 192.0.2.1");
      assertThat(lines(lo)).hasSize(2);
    }
  }

  @Test
  void theSameSeedGivesTheSameFrames() throws Exception {
    List<String> first = traffic(7);
    assertThat(traffic(7)).isEqualTo(first).isNotEmpty();
    assertThat(traffic(8)).isNotEqualTo(first);
  }

  private static List<String> traffic(long seed) throws Exception {
    try (TestNetwork net = new TestNetwork(seed);
        Capture capture = capture(net.router, "any");
        Socket client = net.lan.socket(SocketType.UDP4);
        Socket socket = ping(net.wan, "192.0.2.1")) {
      client.connect(Endpoint.parse("203.0.113.1:5000"));
      client.send(new byte[4000], 0, 4000);
      answer(socket);
      java.util.ArrayList<String> frames = new java.util.ArrayList<>();
      for (var frame = capture.poll(); frame.isPresent(); frame = capture.poll()) {
        frames.add(frame.get().time() + " " + frame.get().bytes());
      }
      return frames;
    }
  }
}
