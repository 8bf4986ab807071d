package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.packet.NetworkOrder;

/** Reads tuples from packets. */
final class TupleReader {
  private static final int GRE_VERSION = 7;
  private static final int PPTP_VERSION = 1;
  private static final int PPP = 0x880b;
  private static final int IPV4_LENGTH = 20;
  private static final int IPV6_LENGTH = 40;

  private final GreTracker calls;

  /** Reads tuples; those of PPTP's calls with the sender's call id. */
  TupleReader(GreTracker calls) {
    this.calls = calls;
  }

  /** Whether a protocol's header begins with two ports. DCCP's does, but is not looked into. */
  static boolean hasPorts(int protocol) {
    return switch (protocol) {
      case TcpTracker.PROTOCOL, UdpTracker.UDP, UdpTracker.UDPLITE, SctpTracker.PROTOCOL -> true;
      default -> false;
    };
  }

  /**
   * Reads the tuple of a packet whose IP header is known to be whole.
   *
   * @return false if the transport header is cut off before what makes the tuple
   */
  boolean read(
      byte[] bytes, int version, int network, int transport, int end, int protocol, Tuple into) {
    into.version = version;
    into.protocol = protocol;
    if (version == 4) {
      into.sourceHigh = 0;
      into.sourceLow = NetworkOrder.get32(bytes, network + 12) & 0xffff_ffffL;
      into.destinationHigh = 0;
      into.destinationLow = NetworkOrder.get32(bytes, network + 16) & 0xffff_ffffL;
    } else {
      into.sourceHigh = NetworkOrder.get64(bytes, network + 8);
      into.sourceLow = NetworkOrder.get64(bytes, network + 16);
      into.destinationHigh = NetworkOrder.get64(bytes, network + 24);
      into.destinationLow = NetworkOrder.get64(bytes, network + 32);
    }
    if (hasPorts(protocol)) {
      if (end - transport < 4) {
        return false;
      }
      into.sourcePort = NetworkOrder.get16(bytes, transport);
      into.destinationPort = NetworkOrder.get16(bytes, transport + 2);
      return true;
    }
    if (Icmp.isIcmp(protocol)) {
      if (end - transport < 8) {
        return false;
      }
      into.sourcePort = NetworkOrder.get16(bytes, transport + 4);
      into.destinationPort = NetworkOrder.get16(bytes, transport);
      return true;
    }
    into.sourcePort = 0;
    into.destinationPort = 0;
    return protocol != GreTracker.PROTOCOL || readCall(bytes, transport, end, into);
  }

  /** Other GRE than PPTP's has no keys; false if PPTP's carries something else than PPP. */
  private boolean readCall(byte[] bytes, int transport, int end, Tuple into) {
    if (end - transport < 4 || (bytes[transport + 1] & GRE_VERSION) != PPTP_VERSION) {
      return true;
    }
    if (end - transport < 8) {
      return true;
    }
    if (NetworkOrder.get16(bytes, transport + 2) != PPP) {
      return false;
    }
    into.destinationPort = NetworkOrder.get16(bytes, transport + 6);
    into.sourcePort = calls.senderKey(into);
    return true;
  }

  /**
   * Reads the tuple of a packet inside an ICMP error, which nobody has validated.
   *
   * @param network where the inner IP header begins
   * @return where its transport header begins, or -1 if there is no tuple to be read
   */
  int readInner(byte[] bytes, int version, int network, int end, Tuple into) {
    if (version == 4) {
      if (end - network < IPV4_LENGTH || bytes[network] >> 4 != 4) {
        return -1;
      }
      int transport = network + (bytes[network] & 15) * 4;
      boolean laterFragment = (NetworkOrder.get16(bytes, network + 6) & 0x1fff) != 0;
      if (transport < network + IPV4_LENGTH || transport > end || laterFragment) {
        return -1;
      }
      int protocol = bytes[network + 9] & 0xff;
      return read(bytes, 4, network, transport, end, protocol, into) ? transport : -1;
    }
    if (end - network < IPV6_LENGTH || (bytes[network] & 0xf0) != 0x60) {
      return -1;
    }
    return readInnerV6(bytes, network, end, into);
  }

  private int readInnerV6(byte[] bytes, int network, int end, Tuple into) {
    int next = bytes[network + 6] & 0xff;
    int at = network + IPV6_LENGTH;
    // Hop-by-hop options, routing, destination options; RFC 8200 section 4.
    while ((next == 0 || next == 43 || next == 60) && end - at >= 8) {
      next = bytes[at] & 0xff;
      at += ((bytes[at + 1] & 0xff) + 1) * 8;
    }
    return at <= end && read(bytes, 6, network, at, end, next, into) ? at : -1;
  }
}
