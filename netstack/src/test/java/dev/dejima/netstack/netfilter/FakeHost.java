package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.SysctlVariable;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A namespace of two devices, for netfilter alone. */
final class FakeHost implements NetfilterHost {
  record FakeDevice(int index, String name) implements Device {
    @Override
    public int group() {
      return 0;
    }

    @Override
    public int hardwareType() {
      return 1;
    }

    @Override
    public int mtu() {
      return 1500;
    }

    @Override
    public MacAddress address() {
      return new MacAddress(0x020000000000L + index);
    }

    @Override
    public boolean isUp() {
      return true;
    }

    @Override
    public boolean isLoopback() {
      return false;
    }

    @Override
    public String kind() {
      return "veth";
    }
  }

  final EventLoop loop = new EventLoop(1, false, line -> {});
  final PacketPool pool = new PacketPool();
  final Map<Device, IpAddress> addresses = new HashMap<>();
  final List<String> logged = new ArrayList<>();
  final List<String> errors = new ArrayList<>();
  final Map<String, SysctlVariable> sysctls = new HashMap<>();
  final FakeRoutes routes = new FakeRoutes();
  final Map<String, Sock> sockets = new HashMap<>();
  final FakeSender sender = new FakeSender();
  final List<String> wentOn = new ArrayList<>();
  int reroutes;

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public RandomGenerator random(String purpose) {
    return new SplittableRandom(purpose.hashCode());
  }

  @Override
  public PacketPool packets() {
    return pool;
  }

  @Override
  public @Nullable Device device(int index) {
    return null;
  }

  @Override
  public @Nullable Device device(String name) {
    return null;
  }

  @Override
  public RouteType addressType(IpAddress address) {
    return RouteType.UNICAST;
  }

  @Override
  public RouteLookup routes() {
    return routes;
  }

  @Override
  public SocketLookup sockets() {
    return new SocketLookup() {
      @Override
      public @Nullable Sock find(
          int protocol, Endpoint local, Endpoint remote, @Nullable Device in) {
        return sockets.get(protocol + " " + local + " " + remote);
      }

      @Override
      public @Nullable Sock connection(
          int protocol, Endpoint local, Endpoint remote, @Nullable Device in) {
        return find(protocol, local, remote, in);
      }

      @Override
      public @Nullable Sock listener(
          int protocol, Endpoint local, Endpoint remote, @Nullable Device in) {
        return sockets.get(protocol + " " + local);
      }
    };
  }

  @Override
  public PacketSender sender() {
    return sender;
  }

  @Override
  public @Nullable IpAddress firstAddress(Device device, int version) {
    return addresses.get(device);
  }

  @Override
  public @Nullable IpAddress selectSource(Device device, IpAddress toward) {
    return addresses.get(device);
  }

  @Override
  public boolean reroute(Packet packet) {
    reroutes++;
    return true;
  }

  @Override
  public boolean defragment(Packet packet, int user) {
    packet.release();
    return false;
  }

  @Override
  public void goOn(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out) {
    wentOn.add(hook.word());
    packet.release();
  }

  @Override
  public boolean reread(Packet packet) {
    return packet.length() >= 20;
  }

  @Override
  public void sendIcmpError(Packet packet, HookNumber hook, int type, int code) {
    errors.add(hook.word() + " " + type + "/" + code);
  }

  @Override
  public boolean sendReset(Packet packet, HookNumber hook) {
    errors.add(hook.word() + " reset");
    return true;
  }

  @Override
  public void warn(String line) {
    log(line);
  }

  @Override
  public void log(String line) {
    logged.add(line);
  }

  @Override
  public void sysctl(String path, SysctlVariable variable) {
    sysctls.put(path, variable);
  }
}
