package dev.dejima.netstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.path.DeviceEvent.Arrived;
import dev.dejima.kernel.path.DeviceEvent.Made;
import dev.dejima.kernel.path.DeviceEvent.Origin;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent.Delivered;
import dev.dejima.kernel.path.EndEvent.Dropped;
import dev.dejima.kernel.path.EndEvent.Taker;
import dev.dejima.kernel.path.EndEvent.Unclaimed;
import dev.dejima.kernel.path.FragmentEvent.Reassembled;
import dev.dejima.kernel.path.FragmentEvent.TooBig;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RouteEvent.Neighbour;
import dev.dejima.kernel.path.RouteEvent.Neighbourhood;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of the ways of packets. */
final class PathEventsTest {
  private static final Endpoint LAN = new Endpoint(IpAddress.parse("192.0.2.1"), 7);

  private TestNetwork network;
  private Subscription<PathEvent> paths;

  @BeforeEach
  void start() throws KernelException {
    network = new TestNetwork();
    paths = network.kernel.paths();
  }

  @AfterEach
  void stop() {
    paths.close();
    network.close();
  }

  private List<PathEvent> events() throws KernelException {
    List<PathEvent> events = new ArrayList<>();
    for (Optional<PathEvent> e = paths.poll(); e.isPresent(); e = paths.poll()) {
      events.add(e.get());
    }
    return events;
  }

  private <E extends PathEvent> List<E> events(Class<E> kind) throws KernelException {
    return only(kind, events());
  }

  private static <E> List<E> only(Class<E> kind, List<PathEvent> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void datagram(Endpoint to, int length) throws InterruptedException {
    network.kernel.run(
        network.wan,
        "sender",
        StandardStreams.none(),
        self -> {
          try (Socket socket = network.wan.socket(SocketType.UDP4)) {
            socket.connect(to);
            socket.send(new byte[length], 0, length);
            network.kernel.clock().sleep(Duration.ofSeconds(5));
          } catch (KernelException e) {
            return e.errno().number();
          }
          return 0;
        });
  }

  @Test
  void aPacketKeepsItsNumberAndWhatIsMadeBecauseOfItSaysSo() throws Exception {
    datagram(LAN, 1);
    List<PathEvent> events = events();
    Made made =
        only(Made.class, events).stream()
            .filter(m -> m.origin() == Origin.SOCKET)
            .findFirst()
            .orElseThrow();
    long number = made.moment().packet();
    assertThat(
            only(Arrived.class, events).stream()
                .filter(a -> a.moment().packet() == number)
                .map(a -> a.moment().namespace() + ":" + a.device()))
        .containsExactly("router:gw1", "lan:lan0");
    assertThat(only(Routed.class, events).stream().filter(r -> r.moment().packet() == number))
        .extracting(Routed::outcome)
        .containsExactly(Outcome.OUTPUT, Outcome.FORWARD, Outcome.LOCAL);
    assertThat(only(Unclaimed.class, events))
        .singleElement()
        .satisfies(u -> assertThat(u.moment().packet()).isEqualTo(number));
    assertThat(only(Made.class, events).stream().filter(m -> m.origin() == Origin.ICMP_ERROR))
        .singleElement()
        .satisfies(m -> assertThat(m.of()).isEqualTo(number));
  }

  @Test
  void whoListensElsewhereIsNamed() throws Exception {
    try (Socket socket = network.lan.socket(SocketType.UDP4)) {
      socket.bind(new Endpoint(IpAddress.parse("127.0.0.1"), 7));
      datagram(LAN, 1);
    }
    assertThat(events(Unclaimed.class))
        .extracting(Unclaimed::elsewhere)
        .containsExactly(List.of(new Endpoint(IpAddress.parse("127.0.0.1"), 7)));
  }

  @Test
  void aSocketThatTakesItIsNamed() throws Exception {
    Endpoint any = new Endpoint(IpAddress.parse("0.0.0.0"), 7);
    try (Socket socket = network.lan.socket(SocketType.UDP4)) {
      socket.bind(any);
      datagram(LAN, 1);
    }
    assertThat(events(Delivered.class))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.taker()).isEqualTo(Taker.LISTENER);
              assertThat(d.local()).isEqualTo(any);
            });
  }

  @Test
  void forwardingThatIsOff() throws Exception {
    network.router.sysctl().write("net/ipv4/ip_forward", "0");
    datagram(LAN, 1);
    List<PathEvent> events = events();
    assertThat(only(Routed.class, events))
        .extracting(Routed::outcome)
        .endsWith(Outcome.FORWARDING_OFF);
    assertThat(only(Dropped.class, events))
        .extracting(Dropped::reason)
        .containsExactly(DropReason.IP_INADDRERRORS);
  }

  /** A neighbour who knows the router already; one who asks for it gets no answer either. */
  @Test
  void theWayBackByAnotherDevice() throws Exception {
    datagram(LAN, 1);
    assertThat(events()).isNotEmpty();
    network.router.sysctl().write("net/ipv4/conf/all/rp_filter", "1");
    network.router.route().request(TestNetwork.newRoute("203.0.113.1/32", "192.0.2.1", unicast()));
    datagram(LAN, 1);
    List<PathEvent> events = events();
    Routed last = only(Routed.class, events).getLast();
    assertThat(last.outcome()).isEqualTo(Outcome.REVERSE_PATH);
    assertThat(last.reverse()).isNotNull();
    assertThat(last.reverse().device()).isEqualTo("gw0");
    assertThat(only(Dropped.class, events))
        .extracting(Dropped::reason)
        .containsExactly(DropReason.IP_RPFILTER);
  }

  @Test
  void whoWouldBeAnsweredByAnotherDeviceFindsNoNeighbour() throws Exception {
    network.router.sysctl().write("net/ipv4/conf/all/rp_filter", "1");
    network.router.route().request(TestNetwork.newRoute("203.0.113.1/32", "192.0.2.1", unicast()));
    datagram(LAN, 1);
    assertThat(events(Dropped.class))
        .extracting(Dropped::reason)
        .containsExactly(DropReason.NEIGH_FAILED);
  }

  private static RouteType unicast() {
    return RouteType.UNICAST;
  }

  @Test
  void aNeighbourThatDoesNotAnswer() throws Exception {
    datagram(new Endpoint(IpAddress.parse("192.0.2.9"), 7), 1);
    List<PathEvent> events = events();
    assertThat(only(Neighbour.class, events))
        .extracting(Neighbour::state)
        .contains(Neighbourhood.ANSWERED, Neighbourhood.FAILED);
    assertThat(only(Dropped.class, events))
        .extracting(Dropped::reason)
        .containsExactly(DropReason.NEIGH_FAILED);
  }

  @Test
  void fragmentsAndTheWhole() throws Exception {
    datagram(LAN, 3000);
    List<PathEvent> events = events();
    assertThat(only(TooBig.class, events))
        .singleElement()
        .satisfies(t -> assertThat(t.mayCut()).isTrue());
    List<Long> parts =
        only(Made.class, events).stream()
            .filter(m -> m.origin() == Origin.FRAGMENT)
            .map(m -> m.moment().packet())
            .toList();
    assertThat(parts).hasSize(3);
    assertThat(only(Reassembled.class, events))
        .singleElement()
        .satisfies(r -> assertThat(r.parts()).containsExactlyInAnyOrderElementsOf(parts));
  }

  @Test
  void aSocketWithoutAWay() throws Exception {
    network.lan.route().request(TestNetwork.newRoute("198.51.100.0/24", "", blackhole()));
    network.kernel.run(
        network.lan,
        "sender",
        StandardStreams.none(),
        self -> {
          try (Socket socket = network.lan.socket(SocketType.UDP4)) {
            socket.connect(new Endpoint(IpAddress.parse("198.51.100.1"), 7));
            return 0;
          } catch (KernelException e) {
            return 1;
          }
        });
    assertThat(events(Routed.class))
        .filteredOn(r -> r.moment().packet() == 0)
        .extracting(Routed::outcome)
        .containsExactly(Outcome.BLACKHOLE);
  }

  private static RouteType blackhole() {
    return RouteType.BLACKHOLE;
  }

  @Test
  void whoListensChangesNothing() throws Exception {
    List<String> heard;
    try (Capture capture = TestNetwork.capture(network.router, "gw1")) {
      datagram(LAN, 3000);
      heard = TestNetwork.lines(capture);
    }
    stop();
    network = new TestNetwork();
    paths = network.kernel.paths();
    paths.close();
    try (Capture capture = TestNetwork.capture(network.router, "gw1")) {
      datagram(LAN, 3000);
      assertThat(TestNetwork.lines(capture)).isEqualTo(heard).isNotEmpty();
    }
  }

  @Test
  void nothingIsToldToNobody() throws Exception {
    paths.close();
    datagram(LAN, 1);
    assertThat(events()).isEmpty();
  }
}
