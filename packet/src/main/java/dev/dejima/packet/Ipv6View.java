package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put64;
import static dev.dejima.packet.NetworkOrder.put8;

/**
 * An IPv6 packet (RFC 8200): {@link #end()} is where its payload length says. The extension headers
 * are part of the payload; {@link #walk()} finds what is behind them.
 */
public final class Ipv6View extends HeaderView {
  public static final int VERSION_CLASS_LABEL = 0;
  public static final int PAYLOAD_LENGTH = 4;
  public static final int NEXT_HEADER = 6;
  public static final int HOP_LIMIT = 7;
  public static final int SOURCE = 8;
  public static final int DESTINATION = 24;

  /** Octets of the header without extensions. */
  public static final int LENGTH = 40;

  /** Octets of a fragment header. */
  public static final int FRAGMENT_LENGTH = 8;

  /** More fragments, in the word at {@link #fragmentAt()} + 2. */
  public static final int MORE_FRAGMENTS = 1;

  private int upperProtocol;
  private int upperOffset;
  private int fragmentAt;

  /**
   * Puts the view at a packet; false unless it is of version 6 and all of its payload there.
   * Jumbograms (RFC 2675) are refused.
   */
  public boolean wrap(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH) || get8(bytes, offset) >>> 4 != 6) {
      return false;
    }
    int payload = get16(bytes, offset + PAYLOAD_LENGTH);
    if (payload > end - offset - LENGTH) {
      return false;
    }
    place(bytes, offset, offset + LENGTH + payload);
    return true;
  }

  /** As {@link #wrap}, but the payload may be cut off, as where an ICMPv6 error quotes it. */
  public boolean wrapQuoted(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH) || get8(bytes, offset) >>> 4 != 6) {
      return false;
    }
    place(bytes, offset, Math.min(end, offset + LENGTH + get16(bytes, offset + PAYLOAD_LENGTH)));
    return true;
  }

  private void place(byte[] bytes, int offset, int end) {
    set(bytes, offset, end);
    upperProtocol = nextHeader();
    upperOffset = offset + LENGTH;
    fragmentAt = -1;
  }

  /**
   * Walks the extension headers: hop-by-hop, routing, destination options, authentication and
   * fragment. Stops behind the header of a fragment that is not the first. False if one of them
   * does not fit.
   */
  public boolean walk() {
    int protocol = nextHeader();
    int at = offset + LENGTH;
    int fragment = -1;
    while (IpProtocol.isIpv6Extension(protocol)) {
      if (end - at < 8) {
        return false;
      }
      int length = extensionLength(bytes, at, protocol);
      if (length > end - at) {
        return false;
      }
      if (protocol == IpProtocol.IPV6_FRAGMENT) {
        fragment = at;
      }
      protocol = get8(bytes, at);
      at += length;
      if (fragment >= 0 && get16(bytes, fragment + 2) >= 8) {
        break;
      }
    }
    upperProtocol = protocol;
    upperOffset = at;
    fragmentAt = fragment;
    return true;
  }

  /** Octets of the extension header of a protocol that begins at {@code at}. */
  public static int extensionLength(byte[] bytes, int at, int protocol) {
    return switch (protocol) {
      case IpProtocol.IPV6_FRAGMENT -> FRAGMENT_LENGTH;
      case IpProtocol.AH -> (get8(bytes, at + 1) + 2) * 4;
      default -> (get8(bytes, at + 1) + 1) * 8;
    };
  }

  @Override
  public int headerLength() {
    return LENGTH;
  }

  public int trafficClass() {
    return get16(bytes, offset) >>> 4 & 0xff;
  }

  public int dscp() {
    return trafficClass() >>> 2;
  }

  public int ecn() {
    return trafficClass() & 3;
  }

  /** 20 bits. */
  public int flowLabel() {
    return get32(bytes, offset) & 0xfffff;
  }

  public int nextHeader() {
    return get8(bytes, offset + NEXT_HEADER);
  }

  public int hopLimit() {
    return get8(bytes, offset + HOP_LIMIT);
  }

  public long sourceHigh() {
    return get64(bytes, offset + SOURCE);
  }

  public long sourceLow() {
    return get64(bytes, offset + SOURCE + 8);
  }

  public long destinationHigh() {
    return get64(bytes, offset + DESTINATION);
  }

  public long destinationLow() {
    return get64(bytes, offset + DESTINATION + 8);
  }

  /** What follows the extension headers, after {@link #walk()}; until then the next header. */
  public int upperProtocol() {
    return upperProtocol;
  }

  /** Where that begins. */
  public int upperOffset() {
    return upperOffset;
  }

  /** Where {@link #walk()} found the last fragment header; -1 if there is none. */
  public int fragmentAt() {
    return fragmentAt;
  }

  /** Whether {@link #walk()} found a fragment header. */
  public boolean isFragment() {
    return fragmentAt >= 0;
  }

  /** Where the part behind the fragment header belongs, in octets; 0 if there is no such header. */
  public int fragmentOffset() {
    return fragmentAt < 0 ? 0 : get16(bytes, fragmentAt + 2) & ~7;
  }

  public boolean moreFragments() {
    return fragmentAt >= 0 && (get16(bytes, fragmentAt + 2) & MORE_FRAGMENTS) != 0;
  }

  /** The identification in the fragment header; 0 if there is none. */
  public int identification() {
    return fragmentAt < 0 ? 0 : get32(bytes, fragmentAt + 4);
  }

  public void setTrafficClass(int trafficClass) {
    put32(bytes, offset, (get32(bytes, offset) & 0xf00f_ffff) | trafficClass << 20);
  }

  public void setFlowLabel(int flowLabel) {
    put32(bytes, offset, (get32(bytes, offset) & 0xfff0_0000) | flowLabel);
  }

  /** Says how long the payload is; does not move {@link #end()}. */
  public void setPayloadLength(int length) {
    put16(bytes, offset + PAYLOAD_LENGTH, length);
  }

  public void setNextHeader(int protocol) {
    put8(bytes, offset + NEXT_HEADER, protocol);
  }

  public void setHopLimit(int hopLimit) {
    put8(bytes, offset + HOP_LIMIT, hopLimit);
  }

  public void setSource(long high, long low) {
    put64(bytes, offset + SOURCE, high);
    put64(bytes, offset + SOURCE + 8, low);
  }

  public void setDestination(long high, long low) {
    put64(bytes, offset + DESTINATION, high);
    put64(bytes, offset + DESTINATION + 8, low);
  }

  /** The partial sum of the pseudo header for what follows the extension headers. */
  public long pseudoSum() {
    return Checksum.pseudo(
        sourceHigh(),
        sourceLow(),
        destinationHigh(),
        destinationLow(),
        upperProtocol,
        end - upperOffset);
  }
}
