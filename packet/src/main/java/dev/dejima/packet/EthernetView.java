package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get48;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put48;

/** An Ethernet II header (RFC 894), without tag and without frame check sequence. */
public final class EthernetView extends HeaderView {
  public static final int DESTINATION = 0;
  public static final int SOURCE = 6;
  public static final int ETHER_TYPE = 12;

  /** Octets of the header. */
  public static final int LENGTH = 14;

  /** Puts the view at a frame; false if it is too short. */
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

  /** The destination as {@link MacAddress#value()}. */
  public long destination() {
    return get48(bytes, offset + DESTINATION);
  }

  /** The source as {@link MacAddress#value()}. */
  public long source() {
    return get48(bytes, offset + SOURCE);
  }

  /** One of {@link EtherType}, or a length below {@link EtherType#LEAST}. */
  public int etherType() {
    return get16(bytes, offset + ETHER_TYPE);
  }

  public void setDestination(long address) {
    put48(bytes, offset + DESTINATION, address);
  }

  public void setSource(long address) {
    put48(bytes, offset + SOURCE, address);
  }

  public void setEtherType(int etherType) {
    put16(bytes, offset + ETHER_TYPE, etherType);
  }
}
