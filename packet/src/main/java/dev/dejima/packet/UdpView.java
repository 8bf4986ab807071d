package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.put16;

/** A UDP datagram (RFC 768): {@link #end()} is where its length says. */
public final class UdpView extends HeaderView {
  public static final int SOURCE_PORT = 0;
  public static final int DESTINATION_PORT = 2;
  public static final int DATAGRAM_LENGTH = 4;
  public static final int CHECKSUM = 6;

  /** Octets of the header. */
  public static final int LENGTH = 8;

  /**
   * Puts the view at a datagram; false if its length is less than the header's or more than is
   * there. The checksum is not looked at.
   */
  public boolean wrap(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH)) {
      return false;
    }
    int length = get16(bytes, offset + DATAGRAM_LENGTH);
    if (length < LENGTH || length > end - offset) {
      return false;
    }
    set(bytes, offset, offset + length);
    return true;
  }

  @Override
  public int headerLength() {
    return LENGTH;
  }

  public int sourcePort() {
    return get16(bytes, offset + SOURCE_PORT);
  }

  public int destinationPort() {
    return get16(bytes, offset + DESTINATION_PORT);
  }

  /** Octets of header and payload, as the header says. */
  public int datagramLength() {
    return get16(bytes, offset + DATAGRAM_LENGTH);
  }

  /** 0 if the sender computed none. */
  public int checksum() {
    return get16(bytes, offset + CHECKSUM);
  }

  public void setSourcePort(int port) {
    put16(bytes, offset + SOURCE_PORT, port);
  }

  public void setDestinationPort(int port) {
    put16(bytes, offset + DESTINATION_PORT, port);
  }

  public void setDatagramLength(int length) {
    put16(bytes, offset + DATAGRAM_LENGTH, length);
  }

  public void setChecksum(int checksum) {
    put16(bytes, offset + CHECKSUM, checksum);
  }

  /** Whether the checksum is right, or absent; given the partial sum of the pseudo header. */
  public boolean hasValidChecksum(long pseudo) {
    return checksum() == 0 || Checksum.isValid(pseudo + Checksum.sum(bytes, offset, end));
  }

  /** Computes the checksum anew, given the partial sum of the pseudo header. */
  public void fillChecksum(long pseudo) {
    setChecksum(0);
    setChecksum(Checksum.finishUdp(pseudo + Checksum.sum(bytes, offset, end)));
  }
}
