package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.NetworkOrder;

/**
 * ICMP messages that belong to no flow of their own: errors belong to the flow that they complain
 * of, and some of ICMPv6 are never tracked ({@code nf_conntrack_icmpv4_error}, {@code
 * nf_conntrack_icmpv6_error}).
 */
final class IcmpErrors {
  /** What becomes of a message. */
  enum Outcome {
    /** It is a query or an answer, and has a flow of its own. */
    QUERY,
    /** It belongs to no flow. */
    INVALID,
    /** It needs none, or has been given one. */
    SETTLED
  }

  private static final int HEADER = 8;
  private static final int HIGHEST_TYPE = 18;
  private static final int REDIRECT = 137;
  private static final int REDIRECT_HEADER = 40;
  private static final int REDIRECTED = 4;
  private static final int LINK_LOCAL = 0xfe80;

  private final Conntrack conntrack;
  private final PacketChecksum checksum;
  private final TupleReader reader;
  private final Tuple inner = new Tuple();
  private final Tuple inverse = new Tuple();

  IcmpErrors(Conntrack conntrack, PacketChecksum checksum, TupleReader reader) {
    this.conntrack = conntrack;
    this.checksum = checksum;
    this.reader = reader;
  }

  Outcome look(HookNumber hook, int version, Packet packet) {
    boolean v6 = packet.protocol == Icmp.ICMPV6;
    if (packet.transportLength() < HEADER || v6 != (version == 6)) {
      return v6 == (version == 6) ? Outcome.INVALID : Outcome.QUERY;
    }
    boolean right =
        v6 ? checksum.isRight(hook, version, packet) : checksum.isRightWithoutPseudo(hook, packet);
    int type = packet.bytes[packet.transport] & 0xff;
    if (!right || (!v6 && type > HIGHEST_TYPE)) {
      return Outcome.INVALID;
    }
    if (v6 && Icmp.isUntracked(type)) {
      packet.ctInfo = Packet.CT_UNTRACKED;
      return Outcome.SETTLED;
    }
    if (v6 && type == REDIRECT) {
      return redirect(packet);
    }
    return Icmp.isError(version, type)
        ? error(version, packet, packet.transport + HEADER)
        : Outcome.QUERY;
  }

  /** A redirect carries the packet that went the wrong way as an option (RFC 4861 section 4.5). */
  private Outcome redirect(Packet packet) {
    byte[] bytes = packet.bytes;
    int options = packet.transport + REDIRECT_HEADER;
    if (packet.end < options) {
      return Outcome.INVALID;
    }
    if (bytes[packet.transport + 1] != 0) {
      return Outcome.QUERY;
    }
    int source = NetworkOrder.get16(bytes, packet.network + 8);
    if (bytes[packet.network + 7] != (byte) 255
        || (source & 0xffc0) != LINK_LOCAL
        || packet.end < options + 2
        || bytes[options + 1] == 0) {
      return Outcome.INVALID;
    }
    return bytes[options] == REDIRECTED ? error(6, packet, options + HEADER) : Outcome.QUERY;
  }

  private Outcome error(int version, Packet packet, int at) {
    if (reader.readInner(packet.bytes, version, at, packet.end, inner) < 0
        || !inverse.setInverse(inner)) {
      return Outcome.INVALID;
    }
    Flow flow = conntrack.find(inverse, packet.zoneOriginal, packet.zoneReply);
    if (flow == null || !isFor(version, packet, inverse)) {
      return Outcome.INVALID;
    }
    packet.flow = flow;
    boolean reply = conntrack.isReply(inverse);
    packet.ctInfo = Packet.CT_RELATED + (reply ? Packet.CT_REPLY : 0);
    return Outcome.SETTLED;
  }

  /** An error goes to whom the packet that it complains of came from; others are bogus. */
  private static boolean isFor(int version, Packet packet, Tuple tuple) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (version == 4) {
      return (NetworkOrder.get32(bytes, at + 16) & 0xffff_ffffL) == tuple.destinationLow;
    }
    return NetworkOrder.get64(bytes, at + 24) == tuple.destinationHigh
        && NetworkOrder.get64(bytes, at + 32) == tuple.destinationLow;
  }
}
