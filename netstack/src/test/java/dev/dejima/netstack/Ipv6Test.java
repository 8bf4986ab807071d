package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.address;
import static dev.dejima.netstack.TestNetwork.capture;
import static dev.dejima.netstack.TestNetwork.lines;
import static dev.dejima.netstack.TestNetwork.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.GetNeighbours;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.MacAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** IPv6 of two hosts and a router between them. */
class Ipv6Test {
  private final List<String> diagnoses = new ArrayList<>();
  private Netstack kernel;
  private Namespace lan;
  private Namespace router;
  private Namespace wan;

  @BeforeEach
  void build() throws Exception {
    kernel = new Netstack(new KernelOptions(1, false, false), diagnoses::add);
    lan = kernel.createNamespace("lan");
    router = kernel.createNamespace("router");
    wan = kernel.createNamespace("wan");
    lan.route().request(NewLink.veth("lan0", "gw0", router));
    wan.route().request(NewLink.veth("wan0", "gw1", router));
    for (Namespace namespace : List.of(lan, router, wan)) {
      for (RouteMessage message : namespace.route().dump(new GetLinks())) {
        namespace.route().request(NewLink.setUp(((NewLink) message).index(), true));
      }
    }
    router.sysctl().write("net/ipv6/conf/all/forwarding", "1");
    address(lan, "lan0", "2001:db8:1::1/64");
    address(router, "gw0", "2001:db8:1::fe/64");
    address(router, "gw1", "2001:db8:2::fe/64");
    address(wan, "wan0", "2001:db8:2::1/64");
    kernel.clock().sleep(Duration.ofSeconds(3));
    TestNetwork.route(lan, "::/0", "2001:db8:1::fe");
    TestNetwork.route(wan, "::/0", "2001:db8:2::fe");
  }

  @AfterEach
  void close() {
    kernel.close();
    assertThat(diagnoses).isEmpty();
  }

  private static Socket ping(Namespace from, String to, int size) throws Exception {
    Socket socket = from.socket(SocketType.ICMP6);
    socket.timeout(Duration.ofSeconds(10));
    byte[] message = new byte[8 + size];
    message[0] = (byte) 128;
    message[5] = 7;
    message[7] = 1;
    socket.sendTo(message, 0, message.length, new Endpoint(Ipv6Address.parse(to), 0));
    return socket;
  }

  /** Type, code and second word of the next message that is no neighbour discovery. */
  private static String answer(Socket socket) throws Exception {
    byte[] bytes = new byte[65536];
    while (true) {
      Socket.Datagram datagram = socket.receiveFrom(bytes, 0, bytes.length);
      int type = bytes[0] & 0xff;
      if (type < 128 || type == 129) {
        int info = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
        return type + "/" + bytes[1] + "/" + info + " from " + datagram.remote().address();
      }
    }
  }

  private List<NewAddress> addresses(Namespace namespace, String device) throws Exception {
    int index = link(namespace, device).index();
    return namespace.route().dump(new GetAddresses(6)).stream()
        .map(NewAddress.class::cast)
        .filter(a -> a.index() == index)
        .toList();
  }

  private static List<String> routes(Namespace namespace, int table) throws Exception {
    return namespace.route().dump(new GetRoutes(6, table)).stream()
        .map(NewRoute.class::cast)
        .map(r -> r.type() + " " + r.destination() + " " + r.gateway() + " " + r.metric())
        .toList();
  }

  @Test
  void theLinkLocalAddressComesFromTheHardwareAddress() throws Exception {
    MacAddress mac = Objects.requireNonNull(link(lan, "lan0").address());
    long value = mac.value() ^ 0x0200_0000_0000L;
    long low = value >>> 24 << 40 | 0xff_fe00_0000L | value & 0xff_ffffL;
    assertThat(addresses(lan, "lan0"))
        .extracting(a -> a.address().toString())
        .containsExactly("2001:db8:1::1/64", new Ipv6Address(0xfe80L << 48, low) + "/64");
    assertThat(addresses(lan, "lo"))
        .extracting(a -> a.address().toString())
        .containsExactly("::1/128");
  }

  @Test
  void anAddressIsTentativeForSecondsUnlessNobodyIsAsked() throws Exception {
    address(lan, "lan0", "2001:db8:1::2/64");
    assertThat(addresses(lan, "lan0").getFirst().flags() & NewAddress.TENTATIVE).isPositive();
    assertThat(routes(lan, NewRoute.LOCAL)).noneMatch(r -> r.contains("2001:db8:1::2/128"));
    kernel.clock().sleep(Duration.ofSeconds(3));
    assertThat(addresses(lan, "lan0").getFirst().flags()).isEqualTo(NewAddress.PERMANENT);
    assertThat(routes(lan, NewRoute.LOCAL)).contains("LOCAL 2001:db8:1::2/128 null 0");
  }

  @Test
  void anAddressThatAnotherHasFails() throws Exception {
    try (Capture capture = capture(lan, "lan0")) {
      address(lan, "lan0", "2001:db8:1::fe/64");
      kernel.clock().sleep(Duration.ofSeconds(3));
      assertThat(lines(capture))
          .anyMatch(l -> l.contains(":: > ff02::1:ff00:fe: ICMP6, neighbor solicitation"))
          .anyMatch(l -> l.contains("2001:db8:1::fe > ff02::1: ICMP6, neighbor advertisement"));
    }
    assertThat(addresses(lan, "lan0").getFirst().flags() & NewAddress.DADFAILED).isPositive();
    assertThat(routes(lan, NewRoute.LOCAL)).noneMatch(r -> r.contains("2001:db8:1::fe/128"));
  }

  @Test
  void routesStandInTheKernelsOrder() throws Exception {
    assertThat(routes(lan, NewRoute.MAIN))
        .containsExactly(
            "UNICAST 2001:db8:1::/64 null 256",
            "UNICAST fe80::/64 null 256",
            "UNICAST ::/0 2001:db8:1::fe 1024");
    assertThat(routes(router, NewRoute.LOCAL))
        .contains("ANYCAST 2001:db8:1::/128 null 0", "MULTICAST ff00::/8 null 256");
  }

  @Test
  void forwardsBothWaysAndResolvesAddressesOnTheWay() throws Exception {
    try (Capture capture = capture(wan, "wan0");
        Socket socket = ping(lan, "2001:db8:2::1", 56)) {
      assertThat(answer(socket)).isEqualTo("129/0/1 from 2001:db8:2::1");
      assertThat(lines(capture).stream().filter(l -> !l.contains("listener")).toList())
          .hasSize(6)
          .first()
          .asString()
          .contains("> ff02::1:ff00:1: ICMP6, neighbor solicitation, who has 2001:db8:2::1");
    }
    assertThat(
            lan.route().dump(new GetNeighbours(6)).stream()
                .map(NewNeighbour.class::cast)
                .filter(n -> n.address().equals(Ipv6Address.parse("2001:db8:1::fe"))))
        .allMatch(n -> n.flags() == NewNeighbour.ROUTER && n.state() == 2)
        .hasSize(1);
  }

  @Test
  void aNeighbourThatDoesNotAnswerIsUnreachableAfterThreeSeconds() throws Exception {
    long before = kernel.clock().nanoTime();
    try (Socket socket = ping(lan, "2001:db8:2::77", 56)) {
      assertThat(answer(socket)).isEqualTo("1/3/0 from 2001:db8:1::fe");
    }
    assertThat(kernel.clock().nanoTime() - before).isEqualTo(3_000_000_000L);
  }

  @Test
  void noRouteAndTooManyHopsAreTold() throws Exception {
    try (Socket socket = ping(lan, "2001:db8:3::1", 56)) {
      assertThat(answer(socket)).isEqualTo("1/0/0 from 2001:db8:1::fe");
      socket.option(SocketOption.TTL, 1);
      byte[] echo = {(byte) 128, 0, 0, 0, 0, 7, 0, 2};
      Endpoint to = new Endpoint(Ipv6Address.parse("2001:db8:2::1"), 0);
      socket.sendTo(echo, 0, echo.length, to);
      assertThat(answer(socket)).isEqualTo("3/0/0 from 2001:db8:1::fe");
    }
  }

  @Test
  void aPathsMtuIsLearntAndPacketsAreCutToIt() throws Exception {
    for (Namespace end : List.of(router, wan)) {
      String name = end.equals(router) ? "gw1" : "wan0";
      end.route().request(new NewLink.Builder().index(link(end, name).index()).mtu(1400).build());
    }
    try (Socket first = ping(lan, "2001:db8:2::1", 1432)) {
      assertThat(answer(first)).isEqualTo("2/0/1400 from 2001:db8:1::fe");
    }
    try (Capture capture = capture(wan, "wan0");
        Socket second = ping(lan, "2001:db8:2::1", 1432)) {
      assertThat(answer(second)).isEqualTo("129/0/1 from 2001:db8:2::1");
      assertThat(lines(capture))
          .anyMatch(l -> l.contains("2001:db8:1::1 > 2001:db8:2::1: frag (0|1352)"))
          .anyMatch(l -> l.contains("2001:db8:1::1 > 2001:db8:2::1: frag (1352|88)"));
    }
  }

  @Test
  void aSocketOfBothVersionsHearsBoth() throws Exception {
    address(wan, "wan0", "192.0.2.1/24");
    try (Socket server = wan.socket(SocketType.UDP6);
        Socket four = wan.socket(SocketType.UDP4);
        Socket six = lan.socket(SocketType.UDP6)) {
      server.timeout(Duration.ofSeconds(1));
      server.bind(new Endpoint(Ipv6Address.ANY, 5000));
      byte[] text = "x".getBytes(StandardCharsets.US_ASCII);
      byte[] got = new byte[8];
      four.sendTo(text, 0, 1, new Endpoint(Ipv4Address.parse("192.0.2.1"), 5000));
      assertThat(server.receiveFrom(got, 0, 8).remote().address()).hasToString("::ffff:192.0.2.1");
      six.sendTo(text, 0, 1, new Endpoint(Ipv6Address.parse("2001:db8:2::1"), 5000));
      assertThat(server.receiveFrom(got, 0, 8).remote().address()).hasToString("2001:db8:1::1");
      server.option(SocketOption.V6ONLY, true);
      four.sendTo(text, 0, 1, new Endpoint(Ipv4Address.parse("192.0.2.1"), 5000));
      assertThatThrownBy(() -> server.receiveFrom(got, 0, 8))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
    }
  }

  @Test
  void portsOfOneVersionAndOfBothCollide() throws Exception {
    try (Socket both = wan.socket(SocketType.UDP6);
        Socket four = wan.socket(SocketType.UDP4)) {
      both.bind(new Endpoint(Ipv6Address.ANY, 5000));
      assertThatThrownBy(() -> four.bind(new Endpoint(Ipv4Address.ANY, 5000)))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE));
    }
  }

  @Test
  void aLinkThatGoesDownLosesItsAddressesAndComesBackWithItsOwn() throws Exception {
    int index = link(lan, "lan0").index();
    lan.route().request(NewLink.setUp(index, false));
    assertThat(addresses(lan, "lan0")).isEmpty();
    assertThat(routes(lan, NewRoute.MAIN)).isEmpty();
    lan.route().request(NewLink.setUp(index, true));
    assertThat(addresses(lan, "lan0")).hasSize(1).first().matches(a -> a.scope() == 253);
  }

  @Test
  void aLinkWithoutIpv6TakesNoAddressesAndBeginsAnewWithIt() throws Exception {
    try (Capture capture = capture(lan, "lan0")) {
      lan.sysctl().write("net/ipv6/conf/lan0/disable_ipv6", "1");
      assertThat(addresses(lan, "lan0")).isEmpty();
      assertThatThrownBy(() -> address(lan, "lan0", "2001:db8:1::1/64"))
          .hasMessageContaining("IPv6 is disabled on this device");
      lan.sysctl().write("net/ipv6/conf/lan0/disable_ipv6", "0");
      kernel.clock().sleep(Duration.ofSeconds(3));
      assertThat(lines(capture)).anyMatch(l -> l.contains("router solicitation"));
    }
  }
}
