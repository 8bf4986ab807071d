package dev.dejima.netstack.netfilter.nat;

import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowEvents;
import dev.dejima.netstack.netfilter.conntrack.Icmp;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** Decides the translation of new flows and carries out that of all. */
public final class Nat {
  private static final int ICMP_REDIRECT = 5;
  private static final int IPV6_HEADER = 40;

  private final NetfilterHost host;
  private final SourceMappings mappings = new SourceMappings();
  private final TupleChoice choice;
  private final FollowMaster followMaster = new FollowMaster(this);
  private final Conntrack conntrack;

  /** Translation in a namespace. */
  public Nat(NetfilterHost host, Conntrack conntrack) {
    this.host = host;
    this.conntrack = conntrack;
    this.choice = new TupleChoice(conntrack, mappings, host.random("nat"));
  }

  /** Whether a hook translates the source: postrouting and input do, the others the destination. */
  public static boolean isSource(HookNumber hook) {
    return hook == HookNumber.POSTROUTING || hook == HookNumber.INPUT;
  }

  /** Whether a flow's translation is decided for that end. */
  public static boolean isDone(Flow flow, boolean source) {
    return flow.has(source ? NewConntrack.SRC_NAT_DONE : NewConntrack.DST_NAT_DONE);
  }

  /** Translates flows that were expected as those that announced them. */
  public FollowMaster followMaster() {
    return followMaster;
  }

  /** Decides a flow's translation; does nothing if the flow is confirmed. */
  public void setUp(Flow flow, NatBounds bounds, boolean source) {
    if (flow.isConfirmed() || isDone(flow, source)) {
      return;
    }
    Tuple current = new Tuple();
    current.setInverse(flow.reply);
    Tuple chosen = current.copy();
    choice.choose(chosen, bounds, flow, source);
    if (!chosen.same(current)) {
      flow.reply.setInverse(chosen);
      flow.status |= source ? NewConntrack.SRC_NAT : NewConntrack.DST_NAT;
      if (flow.helper != null) {
        flow.allowSequenceAdjustment();
      }
    }
    if (source) {
      mappings.add(flow);
    }
    flow.status |= source ? NewConntrack.SRC_NAT_DONE : NewConntrack.DST_NAT_DONE;
  }

  /** Keeps the address as it is, and the port if nobody else has it. */
  public void setUpNull(Flow flow, boolean source) {
    Tuple reply = flow.reply;
    NatBounds bounds =
        source
            ? new NatBounds(
                reply.destinationHigh,
                reply.destinationLow,
                reply.destinationHigh,
                reply.destinationLow,
                0,
                0,
                NatRange.MAP_IPS)
            : new NatBounds(
                reply.sourceHigh,
                reply.sourceLow,
                reply.sourceHigh,
                reply.sourceLow,
                0,
                0,
                NatRange.MAP_IPS);
    setUp(flow, bounds, source);
  }

  /**
   * Decides to translate the source to the address of the device a packet leaves by.
   *
   * @return false if the device has no address, and the packet must be dropped
   */
  public boolean masquerade(
      Packet packet, Flow flow, Device out, IpAddress toward, int minPort, int maxPort, int flags) {
    if (flow.original.sourceHigh == 0 && flow.original.sourceLow == 0) {
      return true;
    }
    IpAddress source = host.selectSource(out, toward);
    if (source == null) {
      host.log(out.name() + " ate my IP address");
      return false;
    }
    flow.masqueradeDevice = out.index();
    setUp(flow, NatBounds.of(source, minPort, maxPort, flags), true);
    return true;
  }

  /**
   * Decides to translate the destination to this host.
   *
   * @return false if the device a packet came in by has no address, and it must be dropped
   */
  public boolean redirect(
      HookNumber hook,
      int version,
      Flow flow,
      @Nullable Device in,
      int minPort,
      int maxPort,
      int flags) {
    IpAddress destination;
    if (hook == HookNumber.OUTPUT) {
      destination = version == 4 ? Ipv4Address.LOOPBACK : Ipv6Address.LOOPBACK;
    } else {
      destination =
          in == null
              ? null
              : host.selectSource(in, version == 4 ? Ipv4Address.ANY : Ipv6Address.ANY);
    }
    if (destination == null) {
      return false;
    }
    setUp(flow, NatBounds.of(destination, minPort, maxPort, flags), false);
    return true;
  }

  /** Whether a masqueraded flow now leaves by another device, and so has the wrong address. */
  public static boolean leavesElsewhere(
      HookNumber hook, Packet packet, Flow flow, @Nullable Device out) {
    return flow.masqueradeDevice != 0
        && hook == HookNumber.POSTROUTING
        && Conntrack.direction(packet) == 0
        && out != null
        && flow.masqueradeDevice != out.index();
  }

  /** Rewrites a packet as its flow and the hook demand. */
  public static void translate(HookNumber hook, int version, Packet packet, Flow flow) {
    boolean source = isSource(hook);
    int direction = Conntrack.direction(packet);
    if (!isTranslated(flow, source, direction)) {
      return;
    }
    Rewriter.rewrite(
        packet.bytes,
        version,
        packet.network,
        packet.transport,
        packet.end,
        packet.protocol,
        flow.tuple(1 - direction),
        source);
  }

  /**
   * Puts a packet that met no hook into the words of its flow's other end, source and destination.
   */
  public static void translateBoth(Packet packet, Flow flow, int direction) {
    int version = flow.original.version;
    Tuple other = flow.tuple(1 - direction);
    for (int side = 0; side < 2; side++) {
      boolean source = side == 0;
      if (isTranslated(flow, source, direction)) {
        Rewriter.rewrite(
            packet.bytes,
            version,
            packet.network,
            packet.transport,
            packet.end,
            packet.protocol,
            other,
            source);
      }
    }
  }

  /** What is the source in one direction is the destination in the other. */
  private static boolean isTranslated(Flow flow, boolean source, int direction) {
    boolean sourceBit = source ^ direction == 1;
    return (flow.status & (sourceBit ? NewConntrack.SRC_NAT : NewConntrack.DST_NAT)) != 0;
  }

  /**
   * Rewrites an ICMP error and the packet inside it.
   *
   * @return false if it must be dropped
   */
  public boolean translateError(HookNumber hook, int version, Packet packet, Flow flow) {
    boolean source = isSource(hook);
    int direction = Conntrack.direction(packet);
    int type = packet.bytes[packet.transport] & 0xff;
    boolean redirect = version == 4 && type == ICMP_REDIRECT;
    if (redirect && (!flow.has(Flow.NAT_DONE) || (flow.status & Flow.NAT_MASK) != 0)) {
      return false;
    }
    if (!isTranslated(flow, source, direction)) {
      return true;
    }
    Tuple other = flow.tuple(1 - direction);
    int inner = packet.transport + 8;
    if (!rewriteInner(packet, version, inner, other, source)) {
      return false;
    }
    Tuple outer = other.copy();
    outer.protocol = packet.protocol;
    Rewriter.rewrite(
        packet.bytes,
        version,
        packet.network,
        packet.transport,
        packet.end,
        packet.protocol,
        outer,
        source);
    checksum(packet, version);
    return true;
  }

  /** The packet inside went the other way: its source is the error's destination. */
  private boolean rewriteInner(Packet packet, int version, int inner, Tuple other, boolean source) {
    Tuple inverse = new Tuple();
    Tuple inside = new Tuple();
    int transport = conntrack.readInner(packet.bytes, version, inner, packet.end, inside);
    if (transport < 0 || !inverse.setInverse(other)) {
      return true;
    }
    if (packet.end - transport < Rewriter.least(inside.protocol)) {
      return false;
    }
    Rewriter.rewrite(
        packet.bytes, version, inner, transport, packet.end, inside.protocol, inverse, !source);
    return true;
  }

  private static void checksum(Packet packet, int version) {
    put16(packet.bytes, packet.transport + 2, 0);
    long sum = Checksum.sum(packet.bytes, packet.transport, packet.end);
    if (version == 6) {
      sum += Checksum.sum(packet.bytes, packet.network + 8, packet.network + IPV6_HEADER);
      sum += Icmp.ICMPV6 + packet.transportLength();
    }
    put16(packet.bytes, packet.transport + 2, Checksum.finish(sum));
  }

  /** To be told of flows that are gone. */
  public void happened(int events, Flow flow) {
    if ((events & FlowEvents.DESTROY) != 0) {
      mappings.remove(flow);
    }
  }
}
