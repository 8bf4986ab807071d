package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

/** An IPv4 packet (RFC 791): {@link #end()} is where its total length says, trailers excluded. */
public final class Ipv4View extends HeaderView {
  public static final int VERSION_AND_LENGTH = 0;
  public static final int TOS = 1;
  public static final int TOTAL_LENGTH = 2;
  public static final int IDENTIFICATION = 4;
  public static final int FRAGMENT = 6;
  public static final int TTL = 8;
  public static final int PROTOCOL = 9;
  public static final int CHECKSUM = 10;
  public static final int SOURCE = 12;
  public static final int DESTINATION = 16;
  public static final int OPTIONS = 20;

  /** Octets of a header without options. */
  public static final int LENGTH = 20;

  /** Octets of the longest header. */
  public static final int MAX_LENGTH = 60;

  /** Reserved; the evil bit of RFC 3514. */
  public static final int RESERVED = 0x8000;

  /** Don't fragment, in the word at {@link #FRAGMENT}. */
  public static final int DONT_FRAGMENT = 0x4000;

  /** More fragments, in the word at {@link #FRAGMENT}. */
  public static final int MORE_FRAGMENTS = 0x2000;

  /** The offset, in units of 8 octets, in the word at {@link #FRAGMENT}. */
  public static final int OFFSET_MASK = 0x1fff;

  private int headerLength;

  /**
   * Puts the view at a packet; false unless it is of version 4, its header whole and all of its
   * total length there. The checksum is not looked at.
   */
  public boolean wrap(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH)) {
      return false;
    }
    int first = get8(bytes, offset);
    int header = (first & 0xf) * 4;
    int total = get16(bytes, offset + TOTAL_LENGTH);
    if (first >>> 4 != 4 || header < LENGTH || total < header || total > end - offset) {
      return false;
    }
    set(bytes, offset, offset + total);
    headerLength = header;
    return true;
  }

  /**
   * Puts the view at what an ICMP error quotes of a packet: as {@link #wrap}, but the payload may
   * be cut off, and {@link #end()} is then the end of what is there.
   */
  public boolean wrapQuoted(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH)) {
      return false;
    }
    int first = get8(bytes, offset);
    int header = (first & 0xf) * 4;
    int total = get16(bytes, offset + TOTAL_LENGTH);
    if (first >>> 4 != 4 || header < LENGTH || total < header || header > end - offset) {
      return false;
    }
    set(bytes, offset, Math.min(offset + total, end));
    headerLength = header;
    return true;
  }

  @Override
  public int headerLength() {
    return headerLength;
  }

  /** DSCP and ECN, 8 bits. */
  public int tos() {
    return get8(bytes, offset + TOS);
  }

  public int dscp() {
    return tos() >>> 2;
  }

  public int ecn() {
    return tos() & 3;
  }

  /** Octets of header and payload, as the header says. */
  public int totalLength() {
    return get16(bytes, offset + TOTAL_LENGTH);
  }

  public int identification() {
    return get16(bytes, offset + IDENTIFICATION);
  }

  public boolean dontFragment() {
    return (get16(bytes, offset + FRAGMENT) & DONT_FRAGMENT) != 0;
  }

  public boolean moreFragments() {
    return (get16(bytes, offset + FRAGMENT) & MORE_FRAGMENTS) != 0;
  }

  /** Where the payload belongs in the unfragmented one, in octets. */
  public int fragmentOffset() {
    return (get16(bytes, offset + FRAGMENT) & OFFSET_MASK) * 8;
  }

  /** Whether this is a fragment, the first or a later one. */
  public boolean isFragment() {
    return (get16(bytes, offset + FRAGMENT) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
  }

  public int ttl() {
    return get8(bytes, offset + TTL);
  }

  /** One of {@link IpProtocol}. */
  public int protocol() {
    return get8(bytes, offset + PROTOCOL);
  }

  public int checksum() {
    return get16(bytes, offset + CHECKSUM);
  }

  /** The source as {@link Ipv4Address#value()}. */
  public int source() {
    return get32(bytes, offset + SOURCE);
  }

  /** The destination as {@link Ipv4Address#value()}. */
  public int destination() {
    return get32(bytes, offset + DESTINATION);
  }

  /** A copy of the options, padding included. */
  public Bytes options() {
    return Bytes.of(bytes, offset + OPTIONS, headerLength - LENGTH);
  }

  public void setTos(int tos) {
    put8(bytes, offset + TOS, tos);
  }

  /** Says how long the packet is; does not move {@link #end()}. */
  public void setTotalLength(int length) {
    put16(bytes, offset + TOTAL_LENGTH, length);
  }

  public void setIdentification(int identification) {
    put16(bytes, offset + IDENTIFICATION, identification);
  }

  /** Sets flags and offset: flags or'ed with the offset in units of 8 octets. */
  public void setFragment(int word) {
    put16(bytes, offset + FRAGMENT, word);
  }

  public void setTtl(int ttl) {
    put8(bytes, offset + TTL, ttl);
  }

  public void setProtocol(int protocol) {
    put8(bytes, offset + PROTOCOL, protocol);
  }

  public void setChecksum(int checksum) {
    put16(bytes, offset + CHECKSUM, checksum);
  }

  public void setSource(int address) {
    put32(bytes, offset + SOURCE, address);
  }

  public void setDestination(int address) {
    put32(bytes, offset + DESTINATION, address);
  }

  /**
   * Lowers the time to live of the header at an offset by one and keeps the checksum right (RFC
   * 1141).
   */
  public static void decrementTtl(byte[] bytes, int offset) {
    int before = get16(bytes, offset + TTL);
    int after = before - 0x100;
    put16(bytes, offset + TTL, after);
    int checksum = get16(bytes, offset + CHECKSUM);
    put16(bytes, offset + CHECKSUM, Checksum.update16(checksum, before, after));
  }

  public boolean hasValidChecksum() {
    return Checksum.isValid(Checksum.sum(bytes, offset, offset + headerLength));
  }

  /** Computes the checksum anew. */
  public void fillChecksum() {
    setChecksum(0);
    setChecksum(Checksum.of(bytes, offset, offset + headerLength));
  }

  /** The partial sum of the pseudo header for this packet's payload. */
  public long pseudoSum() {
    return Checksum.pseudo(source(), destination(), protocol(), payloadLength());
  }
}
