package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.SysctlVariable;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.IpAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What netfilter needs from the namespace it stands in. */
public interface NetfilterHost {
  /** The clock, timers, and what user tasks wait on. */
  EventLoop loop();

  /** A seeded stream of chance, different for every namespace and purpose. */
  RandomGenerator random(String purpose);

  PacketPool packets();

  /** The device of a number; null if there is none. */
  @Nullable Device device(int index);

  /** The device of a name; null if there is none. */
  @Nullable Device device(String name);

  /** What an address is to this namespace, for {@code fib} and redirect: LOCAL, BROADCAST, …. */
  RouteType addressType(IpAddress address);

  /** The routing tables, as rules ask them. */
  RouteLookup routes();

  /** The sockets, as rules ask for them. */
  SocketLookup sockets();

  /** Sends what rules hand over. */
  PacketSender sender();

  /**
   * The address to masquerade with, or to redirect to: of the device, towards a destination ({@code
   * inet_select_addr}); null if it has none.
   *
   * @param toward where packets go; the unspecified address where that does not matter
   */
  @Nullable IpAddress selectSource(Device device, IpAddress toward);

  /**
   * The address of a device that stands for it where none is named; null if it has none.
   *
   * @param version of IP, 4 or 6
   */
  @Nullable IpAddress firstAddress(Device device, int version);

  /**
   * Routes a packet of this host anew, after its addresses or its mark were changed in the output
   * hook ({@code ip_route_me_harder}).
   *
   * @return whether there is a route; if not, the packet is still the caller's
   */
  boolean reroute(Packet packet);

  /**
   * Puts a fragment to the others of its datagram.
   *
   * @param user who collects: fragments of different users do not meet ({@code IP_DEFRAG_*})
   * @return true if {@code packet} now holds the whole datagram, with {@link Packet#fragmentSize}
   *     set; false if it has been kept or dropped, and is the caller's no longer
   */
  boolean defragment(Packet packet, int user);

  /**
   * Takes a packet on behind a hook that held it ({@code okfn}). The packet is the caller's no
   * longer.
   *
   * @param family IP or IP6, or BRIDGE
   */
  void goOn(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out);

  /**
   * Looks anew where the headers of a packet are, whose octets are others now.
   *
   * @return false if they make no sense; the packet stays the caller's
   */
  boolean reread(Packet packet);

  /**
   * Answers a packet with an ICMP or ICMPv6 error; whether the rules of ICMP allow one is looked at
   * here. The packet stays the caller's.
   *
   * @param hook where the packet is
   */
  void sendIcmpError(Packet packet, HookNumber hook, int type, int code);

  /** Answers a TCP segment with a reset ({@code nf_send_reset}). The packet stays the caller's. */
  boolean sendReset(Packet packet, HookNumber hook);

  /** A line for the kernel's log, as {@code log prefix} writes it. */
  void log(String line);

  /** The same of what any packet can bring about: said no more often than the kernel says such. */
  void warn(String line);

  /** Adds a variable: {@code net/netfilter/nf_conntrack_max}. */
  void sysctl(String path, SysctlVariable variable);

  /** Has variables added when somebody first looks for one. */
  default void sysctls(Runnable adds) {
    adds.run();
  }
}
