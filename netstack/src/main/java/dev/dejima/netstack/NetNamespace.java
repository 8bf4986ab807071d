package dev.dejima.netstack;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NfTables;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueueStatistics;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.netstack.inet.Internets;
import dev.dejima.netstack.ip.Internet4;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip6.Internet6;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.link.Bridge;
import dev.dejima.netstack.link.FdbEntry;
import dev.dejima.netstack.link.FrameSender;
import dev.dejima.netstack.link.LinkListener;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.netfilter.Netfilter;
import dev.dejima.netstack.netfilter.NetfilterCore;
import dev.dejima.netstack.path.PathLog;
import dev.dejima.netstack.route.RouteNetlink;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.socket.IcmpSockets;
import dev.dejima.netstack.socket.Ports;
import dev.dejima.netstack.socket.SocketHost;
import dev.dejima.netstack.socket.Udp;
import dev.dejima.netstack.tcp.Tcp;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import java.util.List;
import java.util.function.Consumer;

/** A namespace: its parts, wired together. */
public final class NetNamespace implements Namespace, LinkListener {
  private final Netstack kernel;
  private final EventLoop loop;
  private final String name;
  private final SysctlTree sysctls = new SysctlTree();
  private final Runnable deviceVariables = this::addDeviceVariables;
  private final Links links;
  private final Ipv4 ipv4;
  private final Ipv6 ipv6;
  private final Ipv4Sysctls ipv4Sysctls;
  private final Ipv6Sysctls ipv6Sysctls;
  private final NeighbourSysctls neighbourSysctls4;
  private final NeighbourSysctls neighbourSysctls6;
  private final RouteNetlink route;
  private final Netfilter netfilter;
  private final Tcp tcp;
  private final Udp udp;
  private final IcmpSockets icmpSockets;
  private final IcmpSockets icmpSockets6;
  private int processes;
  private boolean deleted;
  private boolean closed;

  NetNamespace(Netstack kernel, String name, int number) {
    this.kernel = kernel;
    this.loop = kernel.loop();
    this.name = name;
    String streams = number + " " + name + "/";
    PathLog paths = new PathLog(kernel.paths, name);
    links = new Links(this, loop, paths, loop.random(streams + "link"), this, this::receive);
    Consumer<String> log = kernel.log()::warn;
    route = new RouteNetlink(loop, links);
    ipv4 = new Ipv4(loop, kernel.packets(), links, route, loop.random(streams + "ipv4"), log);
    ipv6 = new Ipv6(loop, kernel.packets(), links, route, loop.random(streams + "ipv6"), log);
    route.attach(ipv4, ipv6);
    Internets internets = new Internets(new Internet4(ipv4), new Internet6(ipv6));
    Ports ports = new Ports(ipv4.settings(), loop.random(streams + "port"));
    NamespaceHost host =
        new NamespaceHost(kernel, streams, ipv4, ipv6, internets, ports, sysctls, kernel.log());
    netfilter = new NetfilterCore(host);
    links.ingress((packet, device) -> netfilter.frame(HookNumber.INGRESS, packet, device));
    links.bridgeHooks(
        (hook, packet, in, out) -> netfilter.hook(hook, Family.BRIDGE, packet, in, out));
    links.egress((packet, device) -> netfilter.frame(HookNumber.EGRESS, packet, device));
    tcp = new Tcp(host);
    SocketHost socketHost = new SocketHost(loop, kernel.packets(), links, ports, internets);
    udp = new Udp(socketHost);
    host.sockets(new RulesSockets(tcp, udp));
    icmpSockets = new IcmpSockets(socketHost, 4);
    icmpSockets6 = new IcmpSockets(socketHost, 6);
    attach(internets);
    ipv4Sysctls = new Ipv4Sysctls(sysctls, ipv4);
    ipv6Sysctls = new Ipv6Sysctls(sysctls, ipv6);
    sysctls.later(ipv4Sysctls::addAll);
    sysctls.later(ipv6Sysctls::addAll);
    neighbourSysctls4 = new NeighbourSysctls(sysctls, "net/ipv4/neigh", ipv4.neighbours(), links);
    neighbourSysctls6 = new NeighbourSysctls(sysctls, "net/ipv6/neigh", ipv6.neighbours(), links);
    links.addLoopback();
  }

  private void attach(Internets internets) {
    ipv4.netfilter(netfilter);
    ipv4.transport(IpProtocol.TCP, new TcpTransport(tcp, internets.four()));
    ipv4.transport(IpProtocol.UDP, udp);
    ipv4.raw(icmpSockets);
    ipv4.icmp().echoListener(icmpSockets);
    ipv6.netfilter(netfilter);
    ipv6.transport(IpProtocol.TCP, new TcpTransport(tcp, internets.six()));
    ipv6.transport(IpProtocol.UDP, udp);
    ipv6.raw(icmpSockets6);
    ipv6.icmp().echoListener(icmpSockets6);
  }

  private void receive(Packet packet, NetDevice device) {
    switch (packet.etherType) {
      case EtherType.IPV4 -> ipv4.receive(packet, device);
      case EtherType.IPV6 -> ipv6.receive(packet, device);
      case EtherType.ARP -> ipv4.receiveArp(packet, device);
      default -> packet.drop(DropReason.UNHANDLED_PROTO);
    }
  }

  // ---- what becomes of devices

  private void addDeviceVariables() {
    ipv4Sysctls.addDevicesAnew();
    ipv6Sysctls.addDevicesAnew();
    neighbourSysctls4.addAnew();
    neighbourSysctls6.addAnew();
  }

  @Override
  public void added(NetDevice device) {
    ipv4.added(device);
    ipv6.added(device);
    sysctls.later(deviceVariables);
    route.changed(device);
  }

  @Override
  public void up(NetDevice device) {
    ipv4.up(device);
    ipv6.up(device);
    route.changed(device);
  }

  @Override
  public void down(NetDevice device) {
    ipv4.down(device);
    ipv6.down(device);
    route.changed(device);
  }

  @Override
  public void carrier(NetDevice device) {
    if (!device.hasCarrier()) {
      ipv4.carrierLost(device);
    }
    ipv6.carrier(device);
    route.changed(device);
  }

  @Override
  public void changed(NetDevice device) {
    ipv6.changed(device);
    sysctls.later(deviceVariables);
    route.changed(device);
  }

  @Override
  public void removed(NetDevice device) {
    ipv4.removed(device);
    ipv6.removed(device);
    sysctls.later(deviceVariables);
    route.removed(device);
  }

  @Override
  public void forwarding(Bridge bridge, FdbEntry entry, boolean there) {
    route.forwarding(bridge, entry, there);
  }

  // ---- the namespace's own life

  /** A process began to run here. */
  void entered() {
    processes++;
  }

  /** A process ended. */
  void left() {
    processes--;
    closeIfUnused();
  }

  /** Its name is gone. */
  void unname() {
    deleted = true;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (deleted && processes == 0) {
      close();
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      tcp.close();
      links.close();
      netfilter.close();
    }
  }

  Ipv4 ipv4() {
    return ipv4;
  }

  Ipv6 ipv6() {
    return ipv6;
  }

  /** Its devices. */
  public Links links() {
    return links;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Netlink<RouteMessage> route() {
    return Marshalled.netlink(loop, route);
  }

  @Override
  public NfTables nfTables() {
    return Marshalled.nfTables(loop, netfilter.nfTables());
  }

  @Override
  public Netlink<ConntrackMessage> conntrack() {
    return Marshalled.netlink(loop, netfilter.conntrack());
  }

  @Override
  public Netlink.Peer<QueueMessage> packetQueues() {
    try (var _ = loop.enter()) {
      return Marshalled.peer(loop, netfilter.queues().open());
    }
  }

  @Override
  public List<QueueStatistics> queueStatistics() {
    try (var _ = loop.enter()) {
      return netfilter.queues().statistics();
    }
  }

  @Override
  public Netlink.Peer<LogMessage> logGroups() {
    try (var _ = loop.enter()) {
      return Marshalled.peer(loop, netfilter.logGroups().open());
    }
  }

  @Override
  public void addFingerprint(OsfFingerprint fingerprint) throws KernelException {
    try (var _ = loop.enter()) {
      netfilter.fingerprints().add(fingerprint);
    }
  }

  @Override
  public void removeFingerprint(OsfFingerprint fingerprint) throws KernelException {
    try (var _ = loop.enter()) {
      netfilter.fingerprints().remove(fingerprint);
    }
  }

  @Override
  public Netlink<SocketMessage> socketDiagnosis() {
    return Marshalled.netlink(loop, new SocketDiagnosis(tcp, udp));
  }

  @Override
  public Sysctl sysctl() {
    return new Marshalled.MarshalledSysctl(loop, sysctls);
  }

  @Override
  public Socket socket(SocketType type) throws KernelException {
    try (var _ = loop.enter()) {
      Socket socket =
          switch (type) {
            case TCP4, TCP6 -> tcp.open(type, ipv6.settings().bindV6Only != 0);
            case UDP4, UDP6 -> udp.open(type, ipv6.settings().bindV6Only != 0, kernel.nextInode());
            case PING4, PING6 -> {
              if (ipv4.settings().pingGroupFirst > 0) {
                throw new KernelException(Errno.EACCES);
              }
              yield icmpSockets(type).openPing(kernel.nextInode());
            }
            case ICMP4, ICMP6 -> icmpSockets(type).openRaw(kernel.nextInode());
          };
      return new MarshalledSocket(loop, socket);
    }
  }

  private IcmpSockets icmpSockets(SocketType type) {
    return type.version() == 6 ? icmpSockets6 : icmpSockets;
  }

  @Override
  public Capture capture(CaptureOptions options) throws KernelException {
    try (var _ = loop.enter()) {
      return new Marshalled.MarshalledCapture(loop, links.capture(options));
    }
  }

  @Override
  public PacketSocket packetSocket(String device) throws KernelException {
    try (var _ = loop.enter()) {
      NetDevice found = links.find(device);
      if (found == null) {
        throw new KernelException(Errno.ENODEV);
      }
      return new FrameSender(loop, found, kernel.packets());
    }
  }
}
