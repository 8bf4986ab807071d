package dev.dejima.netstack.netfilter.flowtable;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.RouteLookup;
import dev.dejima.netstack.netfilter.conntrack.Bypass;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.TcpView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The flows of one flowtable. A flow stays while packets come; when its time is over, one of its
 * ends closes or resets it, or the routes change, connection tracking has it again.
 */
public final class FastPath {
  private static final long SECOND = 1_000_000_000L;

  /** {@code nf_flowtable_tcp_timeout} and {@code nf_flowtable_udp_timeout}, in seconds. */
  public static final int TIMEOUT = 30;

  private final Map<FlowKey, FastFlow.Way> ways = new HashMap<>();
  private final FlowKey scratch = new FlowKey();

  /** Whether no flow is there. */
  public boolean isEmpty() {
    return ways.isEmpty();
  }

  // ---- rules

  /**
   * Takes a flow in, if flows like it can be forwarded ({@code nft_flow_offload_eval}).
   *
   * @param packet a packet of it in the forward hook
   * @param direction the packet's
   * @return whether it is there now
   */
  public boolean add(
      NetfilterHost host, Bypass bypass, Packet packet, Flow flow, int direction, Device in) {
    if (hasOptions(packet) || !mayPass(packet, flow) || packet.out == null) {
      return false;
    }
    Tuple back = flow.tuple(direction);
    int version = back.version;
    Hop other = host.routes().hop(version, back.sourceHigh, back.sourceLow, in, packet.mark);
    if (other == null) {
      return false;
    }
    Hop here =
        version == 4
            ? new Hop(packet.out, 0, packet.nextHop4 & 0xffff_ffffL)
            : new Hop(packet.out, packet.nextHopHigh, packet.nextHopLow);
    Hop[] hops = direction == 0 ? new Hop[] {here, other} : new Hop[] {other, here};
    FastFlow fast = new FastFlow(flow, hops, host.routes().generation(version));
    fast.expires = host.loop().nanoTime() + TIMEOUT * SECOND;
    ways.put(fast.original.key(), fast.original);
    ways.put(fast.reply.key(), fast.reply);
    bypass.begin(flow);
    return true;
  }

  private static boolean hasOptions(Packet packet) {
    return packet.etherType == EtherType.IPV4
        && packet.transport - packet.network != Ipv4View.LENGTH;
  }

  private static boolean mayPass(Packet packet, Flow flow) {
    boolean fits =
        switch (flow.original.protocol) {
          case IpProtocol.TCP ->
              packet.transportLength() >= TcpView.LENGTH
                  && !isEnding(packet)
                  && flow.tcp != null
                  && flow.tcp.isEstablished()
                  && flow.has(NewConntrack.ASSURED);
          case IpProtocol.UDP -> true;
          default -> false;
        };
    return fits
        && flow.helper == null
        && flow.isConfirmed()
        && (flow.status & (NewConntrack.SEQ_ADJUST | NewConntrack.OFFLOAD)) == 0
        && !flow.isDying();
  }

  private static boolean isEnding(Packet packet) {
    int flags = packet.bytes[packet.transport + TcpView.FLAGS];
    return (flags & (TcpView.FIN | TcpView.RST)) != 0;
  }

  // ---- packets

  /**
   * Forwards a packet that came by a device, if it is of one of the flows ({@code
   * nf_flow_offload_ip_hook}).
   *
   * @param count whether it is counted for its flow
   * @return whether it has been sent on; it is the caller's no longer then
   */
  public boolean forward(
      NetfilterHost host, Bypass bypass, Packet packet, Device in, boolean count) {
    if (ways.isEmpty() || !scratch.read(packet, in.index())) {
      return false;
    }
    FastFlow.Way way = ways.get(scratch);
    if (way == null || way.flow().flow.isDying() || packet.length() > way.hop().device().mtu()) {
      return false;
    }
    FastFlow fast = way.flow();
    Flow flow = fast.flow;
    RouteLookup routes = host.routes();
    boolean ends = packet.protocol == IpProtocol.TCP && isEnding(packet);
    if (ends || routes.generation(flow.original.version) != fast.routes) {
      end(fast, bypass);
      return false;
    }
    fast.expires = host.loop().nanoTime() + TIMEOUT * SECOND;
    Nat.translateBoth(packet, flow, way.direction());
    hop(packet);
    if (count) {
      Bypass.count(flow, way.direction(), packet.length());
    }
    send(host, packet, way);
    return true;
  }

  private static void hop(Packet packet) {
    if (packet.etherType == EtherType.IPV4) {
      Ipv4View.decrementTtl(packet.bytes, packet.network);
    } else {
      packet.bytes[packet.network + Ipv6View.HOP_LIMIT]--;
    }
  }

  private static void send(NetfilterHost host, Packet packet, FastFlow.Way way) {
    Hop hop = way.hop();
    Tuple other = way.flow().flow.tuple(1 - way.direction());
    long high = hop.isDirect() ? other.sourceHigh : hop.high();
    long low = hop.isDirect() ? other.sourceLow : hop.low();
    host.sender().transmitTo(packet, hop.device(), high, low);
  }

  // ---- ends

  /** Gives a flow back ({@code flow_offload_teardown}). */
  private void end(FastFlow fast, Bypass bypass) {
    ways.remove(fast.original.key(), fast.original);
    ways.remove(fast.reply.key(), fast.reply);
    bypass.end(fast.flow, TIMEOUT);
  }

  /** Gives back those whose time is over; the others live on in connection tracking. */
  public void sweep(long now, Bypass bypass) {
    endIf(fast -> fast.expires <= now || fast.flow.isDying(), bypass);
    ways.values().forEach(way -> bypass.keep(way.flow().flow));
  }

  /**
   * Gives back those that come or go by a device.
   *
   * @param device null for all
   */
  public void flush(@Nullable Device device, Bypass bypass) {
    endIf(fast -> device == null || fast.comesBy(device.index()), bypass);
  }

  private void endIf(Predicate<FastFlow> condition, Bypass bypass) {
    for (FastFlow.Way way : List.copyOf(ways.values())) {
      if (way.direction() == 0 && condition.test(way.flow())) {
        end(way.flow(), bypass);
      }
    }
  }
}
