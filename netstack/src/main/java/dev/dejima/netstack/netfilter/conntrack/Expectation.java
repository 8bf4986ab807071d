package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewExpectation;
import org.jspecify.annotations.Nullable;

/** A connection that is expected ({@code struct nf_conntrack_expect}). */
public final class Expectation {
  /** What to do to the flow that was expected, before its first packet goes on. */
  public interface Arrival {
    void arrived(Flow flow, Expectation expectation);

    /** The name that ctnetlink knows it by; null if it knows none. */
    default @Nullable String name() {
      return null;
    }
  }

  /** The flow that announced it. */
  public final Flow master;

  /** What its first packet will be; the zone is the master's. */
  public final Tuple tuple = new Tuple();

  /** Which bits of the source count; the destination counts whole. */
  public long maskSourceHigh;

  public long maskSourceLow;
  public int maskSourcePort;

  /** What announced it; null if a rule or a user did. */
  public @Nullable Helper helper;

  /** What will look into its packets. */
  public @Nullable Helper assigned;

  public @Nullable Arrival arrival;

  /** {@link NewExpectation#PERMANENT} and the like. */
  public int flags;

  /** Its place in the helper's policies ({@code class}). */
  public int group;

  public int id;

  /** When it is given up, in nanoseconds of the clock. */
  public long expires;

  /** Where the connection shall go in truth: address and port before translation. */
  public long savedHigh;

  public long savedLow;
  public int savedPort;

  /** 0 if it goes the way of the master's first packet, 1 the other. */
  public int direction;

  /** Whether it is waited for. */
  boolean inTable;

  /** Nothing is expected yet. */
  public Expectation(Flow master) {
    this.master = master;
    this.helper = master.helper;
  }

  /**
   * Says what to expect ({@code nf_ct_expect_init}).
   *
   * @param source whose source address it has; null for any
   * @param destination whose destination address it has
   * @param sourcePort the source port; negative for any
   */
  public Expectation expect(
      int group,
      @Nullable Tuple source,
      Tuple destination,
      int protocol,
      int sourcePort,
      int port) {
    this.group = group;
    tuple.version = destination.version;
    tuple.protocol = protocol;
    if (source != null) {
      tuple.sourceHigh = source.sourceHigh;
      tuple.sourceLow = source.sourceLow;
      maskSourceHigh = tuple.version == 6 ? -1 : 0;
      maskSourceLow = tuple.version == 6 ? -1 : 0xffff_ffffL;
    }
    if (sourcePort >= 0) {
      tuple.sourcePort = sourcePort;
      maskSourcePort = 0xffff;
    }
    tuple.destinationHigh = destination.destinationHigh;
    tuple.destinationLow = destination.destinationLow;
    tuple.destinationPort = port;
    return this;
  }

  /** Whether a packet is what is expected, the zone aside. */
  boolean matches(Tuple packet) {
    return samePart(packet, maskSourceHigh, maskSourceLow, maskSourcePort);
  }

  /** Whether both could be meant by one packet. */
  boolean clashes(Expectation other) {
    return samePart(
            other.tuple,
            maskSourceHigh & other.maskSourceHigh,
            maskSourceLow & other.maskSourceLow,
            maskSourcePort & other.maskSourcePort)
        && sameZone(other);
  }

  private boolean samePart(Tuple other, long maskHigh, long maskLow, int maskPort) {
    return tuple.destinationLow == other.destinationLow
        && tuple.destinationHigh == other.destinationHigh
        && tuple.destinationPort == other.destinationPort
        && tuple.protocol == other.protocol
        && tuple.version == other.version
        && ((tuple.sourceHigh ^ other.sourceHigh) & maskHigh) == 0
        && ((tuple.sourceLow ^ other.sourceLow) & maskLow) == 0
        && ((tuple.sourcePort ^ other.sourcePort) & maskPort) == 0;
  }

  /** Whether both expect the same. */
  boolean sameAs(Expectation other) {
    return maskSourceHigh == other.maskSourceHigh
        && maskSourceLow == other.maskSourceLow
        && maskSourcePort == other.maskSourcePort
        && clashes(other)
        && tuple.sourceHigh == other.tuple.sourceHigh
        && tuple.sourceLow == other.tuple.sourceLow
        && tuple.sourcePort == other.tuple.sourcePort;
  }

  private boolean sameZone(Expectation other) {
    return zone() == other.zone();
  }

  /** The zone of the flow that announced it, in either direction. */
  int zone() {
    return master.original.zone | master.reply.zone;
  }

  /** Whether it is still waited for. */
  public boolean isPending() {
    return inTable;
  }
}
