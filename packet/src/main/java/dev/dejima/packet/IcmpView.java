package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

/**
 * A message of ICMP (RFC 792) or of ICMPv6 (RFC 4443): both have the same layout. The payload is
 * what follows the first eight octets.
 */
public final class IcmpView extends HeaderView {
  public static final int TYPE = 0;
  public static final int CODE = 1;
  public static final int CHECKSUM = 2;

  /** The four octets whose meaning the type decides. */
  public static final int REST = 4;

  public static final int IDENTIFIER = 4;
  public static final int SEQUENCE = 6;

  /** The next hop's MTU in ICMP (RFC 1191), 16 bits; ICMPv6 has it in all of {@link #REST}. */
  public static final int MTU = 6;

  /** Octets of the header. */
  public static final int LENGTH = 8;

  /** Puts the view at a message; false if it is too short. The checksum is not looked at. */
  public boolean wrap(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH)) {
      return false;
    }
    set(bytes, offset, end);
    return true;
  }

  @Override
  public int headerLength() {
    return LENGTH;
  }

  /** One of {@link IcmpType} or {@link Icmpv6Type}. */
  public int type() {
    return get8(bytes, offset + TYPE);
  }

  public int code() {
    return get8(bytes, offset + CODE);
  }

  public int checksum() {
    return get16(bytes, offset + CHECKSUM);
  }

  /** The four octets whose meaning the type decides: gateway, pointer, MTU, identifier. */
  public int rest() {
    return get32(bytes, offset + REST);
  }

  /** Of an echo request or reply. */
  public int identifier() {
    return get16(bytes, offset + IDENTIFIER);
  }

  /** Of an echo request or reply. */
  public int sequence() {
    return get16(bytes, offset + SEQUENCE);
  }

  public void setType(int type) {
    put8(bytes, offset + TYPE, type);
  }

  public void setCode(int code) {
    put8(bytes, offset + CODE, code);
  }

  public void setChecksum(int checksum) {
    put16(bytes, offset + CHECKSUM, checksum);
  }

  public void setRest(int rest) {
    put32(bytes, offset + REST, rest);
  }

  public void setIdentifier(int identifier) {
    put16(bytes, offset + IDENTIFIER, identifier);
  }

  public void setSequence(int sequence) {
    put16(bytes, offset + SEQUENCE, sequence);
  }

  /**
   * Whether the checksum is right.
   *
   * @param pseudo 0 for ICMP, the partial sum of the pseudo header for ICMPv6
   */
  public boolean hasValidChecksum(long pseudo) {
    return Checksum.isValid(pseudo + Checksum.sum(bytes, offset, end));
  }

  /** Computes the checksum anew, of header and payload, with {@code pseudo} as above. */
  public void fillChecksum(long pseudo) {
    setChecksum(0);
    setChecksum(Checksum.finish(pseudo + Checksum.sum(bytes, offset, end)));
  }
}
