package dev.dejima.netstack.tcp;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.SysctlVariable;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.NetworkOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A namespace of one address: what TCP sends goes, with an IP header, to {@link #wire}. */
final class TestHost implements TcpHost {
  final EventLoop loop;
  final IpAddress address;
  final Map<String, SysctlVariable> variables = new HashMap<>();
  final PacketPool packets = new PacketPool();
  final Tcp tcp;
  Consumer<Packet> wire = Packet::release;
  int mtu = 1500;
  private long inode = 1000;
  private int port = 32768;

  TestHost(EventLoop loop, String address) {
    this.loop = loop;
    this.address = IpAddress.parse(address);
    this.tcp = new Tcp(this);
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public RandomGenerator random(String purpose) {
    return loop.random(address + "/" + purpose);
  }

  @Override
  public PacketPool packets() {
    return packets;
  }

  @Override
  public TcpRoute route(
      @Nullable IpAddress local, int localPort, IpAddress remote, int remotePort, Origin origin) {
    return new TcpRoute(local == null ? address : local, mtu, TestDevice.INSTANCE);
  }

  @Override
  public boolean mayBind(IpAddress candidate, Origin origin) {
    return candidate.equals(address);
  }

  @Override
  public @Nullable Device device(String name) {
    return null;
  }

  @Override
  public void output(
      Packet segment, IpAddress local, IpAddress remote, int ttl, int tos, Origin origin)
      throws KernelException {
    if (local instanceof Ipv4Address(int source) && remote instanceof Ipv4Address(int target)) {
      segment.etherType = EtherType.IPV4;
      segment.network = segment.transport - Ipv4View.LENGTH;
      NetworkOrder.put32(segment.bytes, segment.network + Ipv4View.SOURCE, source);
      NetworkOrder.put32(segment.bytes, segment.network + Ipv4View.DESTINATION, target);
    } else {
      segment.etherType = EtherType.IPV6;
      segment.network = segment.transport - 40;
      local.toBytes().copyTo(segment.bytes, segment.network + Ipv6View.SOURCE);
      remote.toBytes().copyTo(segment.bytes, segment.network + Ipv6View.DESTINATION);
    }
    segment.protocol = IpProtocol.TCP;
    segment.checksumVerified = true;
    wire.accept(segment);
  }

  @Override
  public int ephemeralPort(IpAddress local, IpAddress remote, int remotePort, PortTest inUse) {
    for (int tried = 0; tried < 28232; tried++) {
      port = port == 60999 ? 32768 : port + 1;
      if (!inUse.test(port)) {
        return port;
      }
    }
    return 0;
  }

  @Override
  public long nextInode() {
    return ++inode;
  }

  @Override
  public void sysctl(String path, SysctlVariable variable) {
    variables.put(path, variable);
  }
}
