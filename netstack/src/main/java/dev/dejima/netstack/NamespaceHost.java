package dev.dejima.netstack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.inet.Header;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.Internets;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.inet.Way;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.link.Bridge;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.PacketSender;
import dev.dejima.netstack.netfilter.RouteLookup;
import dev.dejima.netstack.netfilter.SocketLookup;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.socket.Ports;
import dev.dejima.netstack.tcp.TcpHost;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.TcpView;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A namespace as netfilter and TCP see it. */
final class NamespaceHost implements NetfilterHost, TcpHost {
  private final Netstack kernel;
  private final String streams;
  private final Ipv4 ipv4;
  private final RulesRoutes routes;
  private final Ipv6 ipv6;
  private final Internets internets;
  private final RulesSender sender;
  private @Nullable SocketLookup sockets;
  private final Ports ports;
  private final SysctlTree sysctls;
  private final KernelLog log;

  NamespaceHost(
      Netstack kernel,
      String streams,
      Ipv4 ipv4,
      Ipv6 ipv6,
      Internets internets,
      Ports ports,
      SysctlTree sysctls,
      KernelLog log) {
    this.kernel = kernel;
    this.streams = streams;
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.routes = new RulesRoutes(ipv4, ipv6);
    this.sender = new RulesSender(ipv4, ipv6);
    this.internets = internets;
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

  private static boolean isSix(Packet packet) {
    return packet.etherType == EtherType.IPV6;
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
      case Ipv6Address six -> ipv6.type(six);
    };
  }

  @Override
  public RouteLookup routes() {
    return routes;
  }

  @Override
  public SocketLookup sockets() {
    if (sockets == null) {
      throw new IllegalStateException("a namespace without sockets");
    }
    return sockets;
  }

  /** Says where its sockets are. */
  void sockets(SocketLookup value) {
    sockets = value;
  }

  @Override
  public PacketSender sender() {
    return sender;
  }

  @Override
  public @Nullable IpAddress selectSource(Device device, IpAddress toward) {
    NetDevice out = (NetDevice) device;
    return switch (toward) {
      case Ipv4Address(int value) -> {
        int source = ipv4.selectSource(out, value, Route4.SCOPE_UNIVERSE);
        yield source == 0 ? null : new Ipv4Address(source);
      }
      case Ipv6Address six -> ipv6.selectSource(out, six);
    };
  }

  @Override
  public @Nullable IpAddress firstAddress(Device device, int version) {
    NetDevice of = (NetDevice) device;
    return version == 4 ? ipv4.firstAddress(of) : ipv6.firstAddress(of);
  }

  @Override
  public boolean reroute(Packet packet) {
    return isSix(packet) ? ipv6.output().reroute(packet) : ipv4.output().reroute(packet);
  }

  @Override
  public boolean defragment(Packet packet, int user) {
    return isSix(packet)
        ? ipv6.reassembly().gather(packet, user)
        : ipv4.reassembly().add(packet, user);
  }

  @Override
  public void goOn(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out) {
    switch (family) {
      case IP -> ipv4.goOn(hook, packet, (NetDevice) in);
      case IP6 -> ipv6.goOn(hook, packet, (NetDevice) in);
      case BRIDGE -> Bridge.goOn(hook, packet, (NetDevice) in, (NetDevice) out);
      case ARP, INET, NETDEV, UNSPEC -> throw new IllegalArgumentException(family.word());
    }
  }

  @Override
  public boolean reread(Packet packet) {
    return isSix(packet) ? ipv6.reread(packet) : ipv4.reread(packet);
  }

  @Override
  public void sendIcmpError(Packet packet, HookNumber hook, int type, int code) {
    if (isSix(packet)) {
      ipv6.icmp().sendError(packet, type, code, 0);
    } else {
      ipv4.icmp().sendError(packet, type, code, 0);
    }
  }

  @Override
  public boolean sendReset(Packet packet, HookNumber hook) {
    return new Resets(internets, packets()).answer(packet);
  }

  @Override
  public void log(String line) {
    log.print(line);
  }

  @Override
  public void warn(String line) {
    log.warn(line);
  }

  @Override
  public void sysctl(String path, SysctlVariable variable) {
    sysctls.add(path, variable);
  }

  @Override
  public void sysctls(Runnable adds) {
    sysctls.later(adds);
  }

  // ---- TCP

  @Override
  public TcpRoute route(
      @Nullable IpAddress local, int localPort, IpAddress remote, int remotePort, Origin origin)
      throws KernelException {
    Internet internet = internets.of(remote);
    Way way = origin.way(internet, local, remote, IpProtocol.TCP, 0, localPort, remotePort);
    if (way.isBroadcast() || remote.isMulticast()) {
      throw new KernelException(Errno.ENETUNREACH);
    }
    return new TcpRoute(way.source(), way.mtu(), way.device());
  }

  @Override
  public boolean mayBind(IpAddress address, Origin origin) {
    return origin.mayBind(internets.of(address), address) && !address.isMulticast();
  }

  @Override
  public void output(
      Packet segment, IpAddress local, IpAddress remote, int ttl, int tos, Origin origin)
      throws KernelException {
    int source = get16(segment.bytes, segment.transport + TcpView.SOURCE_PORT);
    int destination = get16(segment.bytes, segment.transport + TcpView.DESTINATION_PORT);
    segment.mark = origin.mark();
    Internet internet = internets.of(remote);
    Way way;
    try {
      way = origin.way(internet, local, remote, IpProtocol.TCP, tos & 0xfc, source, destination);
    } catch (KernelException e) {
      segment.release();
      throw e;
    }
    int at = segment.transport;
    put16(segment.bytes, at + TcpView.CHECKSUM, 0);
    long sum =
        Checksum.pseudo(local, remote, IpProtocol.TCP, segment.transportLength())
            + Checksum.sum(segment.bytes, at, segment.end);
    put16(segment.bytes, at + TcpView.CHECKSUM, Checksum.finish(sum));
    segment.checksumVerified = true;
    way.send(segment, new Header(IpProtocol.TCP, ttl, tos, true, segment.identification));
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
    internets.of(remote).confirm(remote);
  }
}
