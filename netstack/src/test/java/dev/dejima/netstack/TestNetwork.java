package dev.dejima.netstack;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import dev.dejima.packet.print.PrintOptions;
import dev.dejima.packet.print.TcpdumpPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Three namespaces in a row: lan, a router between, wan; IPv4 alone. */
final class TestNetwork implements AutoCloseable {
  final List<String> diagnoses = new ArrayList<>();
  final Netstack kernel;
  final Namespace lan;
  final Namespace router;
  final Namespace wan;

  TestNetwork() throws KernelException {
    this(1);
  }

  TestNetwork(long seed) throws KernelException {
    kernel = new Netstack(new KernelOptions(seed, false, false), diagnoses::add);
    lan = kernel.createNamespace("lan");
    router = kernel.createNamespace("router");
    wan = kernel.createNamespace("wan");
    for (Namespace namespace : List.of(lan, router, wan)) {
      namespace.sysctl().write("net/ipv6/conf/default/disable_ipv6", "1");
    }
    lan.route().request(NewLink.veth("lan0", "gw0", router));
    wan.route().request(NewLink.veth("wan0", "gw1", router));
    for (Namespace namespace : List.of(lan, router, wan)) {
      for (RouteMessage link : namespace.route().dump(new GetLinks())) {
        namespace.route().request(NewLink.setUp(((NewLink) link).index(), true));
      }
    }
    address(lan, "lan0", "192.0.2.1/24");
    address(router, "gw0", "192.0.2.254/24");
    address(router, "gw1", "203.0.113.254/24");
    address(wan, "wan0", "203.0.113.1/24");
    route(lan, "0.0.0.0/0", "192.0.2.254");
    route(wan, "0.0.0.0/0", "203.0.113.254");
    router.sysctl().write("net/ipv4/ip_forward", "1");
  }

  static NewLink link(Namespace namespace, String name) throws KernelException {
    return namespace.route().dump(new GetLinks()).stream()
        .map(NewLink.class::cast)
        .filter(link -> name.equals(link.name()))
        .findFirst()
        .orElseThrow();
  }

  static void address(Namespace namespace, String device, String prefix) throws KernelException {
    namespace.route().request(NewAddress.of(link(namespace, device).index(), Prefix.parse(prefix)));
  }

  static void route(Namespace namespace, String to, String via) throws KernelException {
    namespace.route().request(newRoute(to, via, RouteType.UNICAST));
  }

  static NewRoute newRoute(String to, String via, RouteType type) {
    return new NewRoute(
        Prefix.parse(to),
        via.isEmpty() ? null : IpAddress.parse(via),
        0,
        null,
        0,
        NewRoute.MAIN,
        3,
        0,
        type,
        0,
        Set.of(NewFlag.CREATE, NewFlag.EXCL));
  }

  static Capture capture(Namespace namespace, String device) throws KernelException {
    return namespace.capture(CaptureOptions.of(device));
  }

  /** The frames so far, as tcpdump -tn prints them. */
  static List<String> lines(Capture capture) throws KernelException {
    List<String> lines = new ArrayList<>();
    TcpdumpPrinter printer = new TcpdumpPrinter(PrintOptions.PLAIN);
    for (Optional<Capture.Frame> next = capture.poll(); next.isPresent(); next = capture.poll()) {
      Capture.Frame frame = next.get();
      lines.add(printer.print(frame.time(), capture.linkType(), frame.bytes(), frame.length()));
    }
    return lines;
  }

  @Override
  public void close() {
    kernel.close();
  }
}
