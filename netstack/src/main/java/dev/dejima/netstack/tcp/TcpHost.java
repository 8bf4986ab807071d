package dev.dejima.netstack.tcp;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.SysctlVariable;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.IpAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What TCP needs from the namespace it stands in. */
public interface TcpHost {
  /** The clock, timers, and what user tasks wait on. */
  EventLoop loop();

  /** A seeded stream of chance, different for every namespace and purpose. */
  RandomGenerator random(String purpose);

  PacketPool packets();

  /**
   * The way to an address.
   *
   * @param local the source if already chosen; null to have one selected
   * @param localPort 0 if not yet chosen
   * @param origin what the socket says of it
   * @throws KernelException ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the route says
   */
  TcpRoute route(
      @Nullable IpAddress local, int localPort, IpAddress remote, int remotePort, Origin origin)
      throws KernelException;

  /** Whether a socket can be bound to an address. */
  boolean mayBind(IpAddress address, Origin origin);

  /** The device of a name; null if there is none. */
  @Nullable Device device(String name);

  /**
   * Sends a segment. The packet is from {@link PacketPool#allocate}: the TCP header begins at
   * {@code transport} ({@link Packet#HEADROOM}), the segment ends at {@code end}, its checksum
   * field is still to be filled in, which is done here. DF is set.
   *
   * @param ttl 0 for the default
   * @param origin what the socket says of its way
   * @throws KernelException as the route says, or EPERM if the output hook drops it; the packet has
   *     been released
   */
  void output(Packet segment, IpAddress local, IpAddress remote, int ttl, int tos, Origin origin)
      throws KernelException;

  /**
   * A port for a connection from {@code net.ipv4.ip_local_port_range}, as the kernel draws them
   * ({@code __inet_hash_connect}): from a start given by chance and the other end, the even ones
   * first.
   *
   * @return 0 if {@code inUse} takes all of them
   */
  int ephemeralPort(IpAddress local, IpAddress remote, int remotePort, PortTest inUse);

  /** A number for a socket: its inode. */
  long nextInode();

  /** A segment proved that the other end hears us ({@code sk_dst_confirm}). */
  default void confirm(IpAddress remote) {}

  /** Adds a variable: {@code net/ipv4/tcp_syn_retries}. */
  void sysctl(String path, SysctlVariable variable);

  /** Has variables added when somebody first looks for one. */
  default void sysctls(Runnable adds) {
    adds.run();
  }

  /** Whether a port is taken. */
  @FunctionalInterface
  interface PortTest {
    boolean test(int port);
  }

  /**
   * A way.
   *
   * @param source the address to send from
   * @param mtu octets of the largest packet on it
   * @param device the device it leaves by
   */
  record TcpRoute(IpAddress source, int mtu, Device device) {}
}
