package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a flow ({@code struct nf_conntrack_tuple}), as numbers. An IPv4 address is in
 * the low half, the rest zero. Mutable, so that one can be used for all packets looked up.
 */
public final class Tuple {
  public long sourceHigh;
  public long sourceLow;
  public long destinationHigh;
  public long destinationLow;

  /** The port; of ICMP, the query's id; of PPTP's GRE, the call's; 0 for protocols without. */
  public int sourcePort;

  /** The port; of ICMP, {@code type << 8 | code}; 0 for protocols without. */
  public int destinationPort;

  public int protocol;

  /** 4 or 6. */
  public int version;

  /** The zone that it is looked for in; the inverse of a tuple keeps its own. */
  public int zone;

  /** A number that is equal for equal tuples. */
  public int hash() {
    long mixed = sourceLow * 0x9e3779b97f4a7c15L + destinationLow;
    mixed = (mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9L;
    mixed += sourceHigh * 31 + destinationHigh;
    mixed += ((long) zone << 48) + ((long) sourcePort << 32);
    mixed += ((long) destinationPort << 8) | protocol;
    mixed = (mixed ^ (mixed >>> 32)) * 0x94d049bb133111ebL;
    return (int) (mixed >>> 32);
  }

  /** Whether all fields are the same. */
  public boolean same(Tuple other) {
    return sourceLow == other.sourceLow
        && destinationLow == other.destinationLow
        && sourcePort == other.sourcePort
        && destinationPort == other.destinationPort
        && protocol == other.protocol
        && version == other.version
        && zone == other.zone
        && sourceHigh == other.sourceHigh
        && destinationHigh == other.destinationHigh;
  }

  public void set(Tuple other) {
    sourceHigh = other.sourceHigh;
    sourceLow = other.sourceLow;
    destinationHigh = other.destinationHigh;
    destinationLow = other.destinationLow;
    sourcePort = other.sourcePort;
    destinationPort = other.destinationPort;
    protocol = other.protocol;
    version = other.version;
    zone = other.zone;
  }

  /** A tuple of its own with the same fields. */
  public Tuple copy() {
    Tuple copy = new Tuple();
    copy.set(this);
    return copy;
  }

  /**
   * Becomes the tuple of answers to another; this and the other are different objects.
   *
   * @return false if nothing answers it: an ICMP message that is no query or answer
   */
  public boolean setInverse(Tuple other) {
    sourceHigh = other.destinationHigh;
    sourceLow = other.destinationLow;
    destinationHigh = other.sourceHigh;
    destinationLow = other.sourceLow;
    protocol = other.protocol;
    version = other.version;
    if (Icmp.isIcmp(protocol)) {
      int type = Icmp.inverse(version, other.destinationPort >>> 8);
      if (type < 0) {
        return false;
      }
      sourcePort = other.sourcePort;
      destinationPort = (type << 8) | (other.destinationPort & 0xff);
      return true;
    }
    sourcePort = other.destinationPort;
    destinationPort = other.sourcePort;
    return true;
  }

  public IpAddress source() {
    return address(sourceHigh, sourceLow);
  }

  public IpAddress destination() {
    return address(destinationHigh, destinationLow);
  }

  public void setSource(IpAddress address) {
    sourceHigh = high(address);
    sourceLow = low(address);
  }

  public void setDestination(IpAddress address) {
    destinationHigh = high(address);
    destinationLow = low(address);
  }

  private IpAddress address(long high, long low) {
    return version == 4 ? new Ipv4Address((int) low) : new Ipv6Address(high, low);
  }

  /** The high half of an address as tuples keep it. */
  public static long high(IpAddress address) {
    return switch (address) {
      case Ipv4Address _ -> 0;
      case Ipv6Address v6 -> v6.high();
    };
  }

  /** The low half of an address as tuples keep it. */
  public static long low(IpAddress address) {
    return switch (address) {
      case Ipv4Address v4 -> v4.value() & 0xffff_ffffL;
      case Ipv6Address v6 -> v6.low();
    };
  }

  /** The tuple that a message names. */
  public static Tuple of(ConntrackTuple message) {
    Tuple tuple = new Tuple();
    tuple.version = message.source() instanceof Ipv4Address ? 4 : 6;
    tuple.setSource(message.source());
    tuple.setDestination(message.destination());
    tuple.protocol = message.protocol();
    tuple.sourcePort = message.sourcePort();
    tuple.destinationPort = message.destinationPort();
    tuple.zone = message.zone();
    return tuple;
  }

  /** As messages name it. */
  public ConntrackTuple message() {
    return new ConntrackTuple(source(), destination(), protocol, sourcePort, destinationPort, zone);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tuple tuple && same(tuple);
  }

  @Override
  public int hashCode() {
    return hash();
  }

  @Override
  public String toString() {
    return message().toString();
  }
}
