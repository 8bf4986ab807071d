package dev.dejima.netstack.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Netstack;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as Linux 6.18 gave them to ip(8). */
class RouteNetlinkTest {
  private final Netstack kernel = new Netstack(KernelOptions.DEFAULT, text -> {});
  private Namespace a;
  private Namespace b;

  @BeforeEach
  void build() throws KernelException {
    a = kernel.createNamespace("a");
    b = kernel.createNamespace("b");
    a.route().request(NewLink.veth("v0", "v1", null));
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private NewLink link(Namespace in, String name) throws KernelException {
    return in.route().dump(new GetLinks()).stream()
        .map(NewLink.class::cast)
        .filter(link -> name.equals(link.name()))
        .findFirst()
        .orElseThrow();
  }

  private NewLink.Builder change(String name) throws KernelException {
    return new NewLink.Builder().index(link(a, name).index());
  }

  private void up(Namespace in, String name) throws KernelException {
    in.route().request(NewLink.setUp(link(in, name).index(), true));
  }

  private static void refused(ThrowingCallable call, Errno errno, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(errno))
        .hasMessage(text);
  }

  private static NewRoute via(String to, String gateway) {
    return new NewRoute(
        Prefix.parse(to),
        IpAddress.parse(gateway),
        0,
        null,
        0,
        NewRoute.MAIN,
        3,
        0,
        RouteType.UNICAST,
        0,
        Set.of(NewFlag.CREATE, NewFlag.EXCL));
  }

  private List<String> routes(int table) throws KernelException {
    return a.route().dump(new GetRoutes(4, table)).stream()
        .map(NewRoute.class::cast)
        .map(r -> r.type() + " " + r.destination() + (r.flags() == 0 ? "" : " linkdown"))
        .toList();
  }

  @Test
  void thePeerIsNumberedFirstAndKeepsItsNumberWhenItMoves() throws KernelException {
    assertThat(link(a, "v1").index()).isEqualTo(2);
    assertThat(link(a, "v0").index()).isEqualTo(3);
    a.route().request(change("v1").namespace(b).build());
    assertThat(link(b, "v1").index()).isEqualTo(2);
    assertThat(link(b, "v1").peer()).isEqualTo(3);
    assertThat(link(b, "v1").peerNamespace()).isZero();
    assertThat(link(a, "v0").peer()).isEqualTo(2);
  }

  @Test
  void statesAndFlagsFollowBothEnds() throws KernelException {
    assertThat(link(a, "v0").qdisc()).isEqualTo("noop");
    up(a, "v0");
    assertThat(link(a, "v0").operState()).isEqualTo(3);
    assertThat(link(a, "v0").flags() & NewLink.LOWER_UP).isZero();
    up(a, "v1");
    assertThat(link(a, "v0").operState()).isEqualTo(6);
    assertThat(link(a, "v0").flags())
        .isEqualTo(
            NewLink.UP
                | NewLink.BROADCAST
                | NewLink.RUNNING
                | NewLink.MULTICAST
                | NewLink.LOWER_UP);
    assertThat(link(a, "v0").qdisc()).isEqualTo("noqueue");
  }

  @Test
  void namesThatAreTakenOrMalformedAreRefused() {
    refused(() -> a.route().request(NewLink.veth("v0", "v2", null)), Errno.EEXIST, "File exists");
    refused(() -> a.route().request(NewLink.veth("v9", "v0", null)), Errno.EEXIST, "File exists");
    refused(
        () -> a.route().request(NewLink.veth("toolongname0123456", "x", null)),
        Errno.ERANGE,
        "Attribute failed policy validation");
    refused(() -> a.route().request(new DelLink(0, "nosuch")), Errno.ENODEV, "No such device");
    refused(
        () -> a.route().request(new DelLink(0, "lo")), Errno.EOPNOTSUPP, "Operation not supported");
    refused(
        () ->
            a.route()
                .request(
                    new NewLink.Builder()
                        .name("dummy0")
                        .info(new LinkInfo.Other("dummy", Bytes.EMPTY))
                        .mode(Set.of(NewFlag.CREATE, NewFlag.EXCL))
                        .build()),
        Errno.EOPNOTSUPP,
        "Unknown device type");
  }

  @Test
  void changesOutOfBoundsAreRefused() throws KernelException {
    NewLink small = change("v0").mtu(60).build();
    NewLink large = change("v0").mtu(70000).build();
    NewLink move = change("lo").namespace(b).build();
    refused(() -> a.route().request(small), Errno.EINVAL, "mtu less than device minimum");
    refused(() -> a.route().request(large), Errno.EINVAL, "mtu greater than device maximum");
    refused(() -> a.route().request(move), Errno.EINVAL, "The interface netns is immutable");
  }

  @Test
  void addressesBringTheirRoutesAndTakeThemAway() throws KernelException {
    int index = link(a, "v0").index();
    NewAddress address = NewAddress.of(index, Prefix.parse("192.0.2.1/24"));
    up(a, "v0");
    a.route().request(address);
    assertThat(routes(NewRoute.MAIN)).containsExactly("UNICAST 192.0.2.0/24 linkdown");
    assertThat(routes(NewRoute.LOCAL))
        .containsExactly("LOCAL 192.0.2.1/32", "BROADCAST 192.0.2.255/32 linkdown");
    refused(() -> a.route().request(address), Errno.EEXIST, "ipv4: Address already assigned");
    refused(
        () -> a.route().request(new DelAddress(index, Prefix.parse("192.0.2.9/24"))),
        Errno.EADDRNOTAVAIL,
        "ipv4: Address not found");
    a.route().request(NewLink.setUp(index, false));
    assertThat(routes(0)).containsExactly("LOCAL 192.0.2.1/32");
    a.route().request(NewLink.setUp(index, true));
    assertThat(routes(NewRoute.MAIN)).containsExactly("UNICAST 192.0.2.0/24 linkdown");
    a.route().request(new DelAddress(index, address.address()));
    assertThat(routes(0)).isEmpty();
  }

  @Test
  void loGetsItsAddressWhenItFirstComesUp() throws KernelException {
    up(a, "lo");
    assertThat(routes(NewRoute.LOCAL))
        .containsExactly("LOCAL 127.0.0.0/8", "LOCAL 127.0.0.1/32", "BROADCAST 127.255.255.255/32");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 198.51.100.1, ENETUNREACH, Nexthop has invalid gateway",
    "10.0.0.0/8, 192.0.2.255, EINVAL, Nexthop has invalid gateway",
    "10.0.0.1/8, 192.0.2.2, EINVAL, Invalid prefix for given prefix length",
    "0.0.0.0/0, 192.0.2.3, EEXIST, File exists",
  })
  void routesThatCannotBe(String to, String gateway, Errno errno, String text)
      throws KernelException {
    up(a, "v0");
    int index = link(a, "v0").index();
    a.route().request(NewAddress.of(index, Prefix.parse("192.0.2.1/24")));
    a.route().request(via("0.0.0.0/0", "192.0.2.254"));
    refused(() -> a.route().request(via(to, gateway)), errno, text);
  }

  @Test
  void aRouteThatIsNotThereCannotBeDeleted() {
    refused(
        () ->
            a.route()
                .request(
                    new DelRoute(
                        Prefix.parse("11.0.0.0/8"),
                        null,
                        0,
                        null,
                        0,
                        NewRoute.MAIN,
                        0,
                        255,
                        RouteType.UNSPEC)),
        Errno.ESRCH,
        "No such process");
  }

  @Test
  void listenersHearOfLinks() throws Exception {
    try (var events = a.route().subscribe(Set.of(Group.LINK))) {
      up(a, "v0");
      RouteMessage event = events.next();
      assertThat(event)
          .isInstanceOfSatisfying(NewLink.class, link -> assertThat(link.name()).isEqualTo("v0"));
      a.route().request(new DelLink(0, "v0"));
      assertThat(events.poll()).isPresent();
    }
  }

  @Test
  void sysctlsReadAndWriteAsTheKernels() throws KernelException {
    assertThat(a.sysctl().read("net/ipv4/ip_local_port_range")).isEqualTo("32768\t60999");
    a.sysctl().write("net/ipv4/ip_forward", "1");
    assertThat(a.sysctl().read("net/ipv4/conf/v0/forwarding")).isEqualTo("1");
    assertThat(b.sysctl().read("net/ipv4/ip_forward")).isEqualTo("0");
    assertThatThrownBy(() -> a.sysctl().write("net/ipv4/ip_forward", "abc"))
        .hasMessage(Errno.EINVAL.text());
    assertThatThrownBy(() -> a.sysctl().write("net/ipv4/ip_default_ttl", "256"))
        .hasMessage(Errno.EINVAL.text());
    assertThatThrownBy(() -> a.sysctl().read("net/ipv4/nothing")).hasMessage(Errno.ENOENT.text());
    assertThat(a.sysctl().list("net/ipv4/conf/lo")).contains("net/ipv4/conf/lo/rp_filter");
  }
}
