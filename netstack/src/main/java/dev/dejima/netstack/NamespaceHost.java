package dev.dejima.netstack;

import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Output4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.RouteLookup;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.socket.Ports;
import dev.dejima.netstack.tcp.TcpHost;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.TcpView;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A namespace as netfilter and TCP see it. */
final class NamespaceHost implements NetfilterHost, TcpHost {
  private final Netstack kernel;
  private final String streams;
  private final Ipv4 ipv4;
  private final RulesRoutes routes;
  private final Ports ports;
  private final SysctlTree sysctls;
  private final Consumer<String> log;

  NamespaceHost(
      Netstack kernel,
      String streams,
      Ipv4 ipv4,
      Ports ports,
      SysctlTree sysctls,
      Consumer<String> log) {
    this.kernel = kernel;
    this.streams = streams;
    this.ipv4 = ipv4;
    this.routes = new RulesRoutes(ipv4);
    this.ports = ports;
    this.sysctls = sysctls;
    this.log = log;
  }

  @Override
  public EventLoop loop() {
    return kernel.loop();
  }

  @Override
  public RandomGenerator random(String purpose) {
    return kernel.loop().random(streams + purpose);
  }

  @Override
  public PacketPool packets() {
    return kernel.packets();
  }

  @Override
  public @Nullable Device device(int index) {
    return ipv4.links().find(index);
  }

  @Override
  public @Nullable Device device(String name) {
    return ipv4.links().find(name);
  }

  @Override
  public RouteType addressType(IpAddress address) {
    return switch (address) {
      case Ipv4Address(int value) -> ipv4.routes().type(value);
      case Ipv6Address _ -> RouteType.UNICAST;
    };
  }

  @Override
  public RouteLookup routes() {
    return routes;
  }

  @Override
  public boolean isLocal(IpAddress address) {
    return addressType(address) == RouteType.LOCAL;
  }

  @Override
  public @Nullable IpAddress selectSource(Device device, IpAddress toward) {
    if (!(toward instanceof Ipv4Address(int value))) {
      return null;
    }
    int source = ipv4.selectSource((NetDevice) device, value, Route4.SCOPE_UNIVERSE);
    return source == 0 ? null : new Ipv4Address(source);
  }

  @Override
  public boolean reroute(Packet packet) {
    return ipv4.output().reroute(packet);
  }

  @Override
  public boolean defragment(Packet packet, int user) {
    return ipv4.reassembly().add(packet, user);
  }

  @Override
  public void sendIcmpError(Packet packet, HookNumber hook, int type, int code) {
    ipv4.icmp().sendError(packet, type, code, 0);
  }

  @Override
  public void sendReset(Packet packet, HookNumber hook) {
    new Resets(ipv4).answer(packet);
  }

  @Override
  public void log(String line) {
    log.accept(line);
  }

  @Override
  public void sysctl(String path, SysctlVariable variable) {
    sysctls.add(path, variable);
  }

  // ---- TCP

  private static int v4(IpAddress address) throws KernelException {
    if (address instanceof Ipv4Address(int value)) {
      return value;
    }
    throw new KernelException(Errno.EAFNOSUPPORT);
  }

  @Override
  public TcpRoute route(@Nullable IpAddress local, IpAddress remote, @Nullable Device bound)
      throws KernelException {
    int from = local == null ? 0 : v4(local);
    int to = v4(remote);
    Output4 output = ipv4.output();
    Route4 route = output.route(from, to, bound);
    if (route.type() == RouteType.BROADCAST || to >>> 28 == 0xe) {
      throw new KernelException(Errno.ENETUNREACH);
    }
    int source = from != 0 ? from : output.source(route, to == 0 ? 0x7f000001 : to);
    return new TcpRoute(new Ipv4Address(source), output.mtu(route), output.device(route));
  }

  @Override
  public void output(
      Packet segment, IpAddress local, IpAddress remote, int ttl, int tos, @Nullable Device bound)
      throws KernelException {
    int source = v4(local);
    int to = v4(remote);
    Output4 output = ipv4.output();
    Route4 route;
    try {
      route = output.route(source, to, bound);
    } catch (KernelException e) {
      segment.release();
      throw e;
    }
    int at = segment.transport;
    put16(segment.bytes, at + TcpView.CHECKSUM, 0);
    long sum =
        Checksum.pseudo(source, to, IpProtocol.TCP, segment.transportLength())
            + Checksum.sum(segment.bytes, at, segment.end);
    put16(segment.bytes, at + TcpView.CHECKSUM, Checksum.finish(sum));
    segment.checksumVerified = true;
    output.send(
        segment,
        route,
        source,
        to,
        new Output4.Header(IpProtocol.TCP, ttl, tos, true, segment.identification));
  }

  @Override
  public int ephemeralPort(IpAddress local, IpAddress remote, int remotePort, PortTest inUse) {
    return ports.forConnection(inUse::test);
  }

  @Override
  public long nextInode() {
    return kernel.nextInode();
  }

  @Override
  public void confirm(IpAddress remote) {
    if (remote instanceof Ipv4Address(int value)) {
      ipv4.confirmNeighbour(value);
    }
  }
}
