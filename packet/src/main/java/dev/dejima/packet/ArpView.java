package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get48;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put48;

/** An ARP packet for IPv4 over Ethernet (RFC 826). */
public final class ArpView extends HeaderView {
  public static final int HARDWARE_TYPE = 0;
  public static final int PROTOCOL_TYPE = 2;
  public static final int HARDWARE_LENGTH = 4;
  public static final int PROTOCOL_LENGTH = 5;
  public static final int OPERATION = 6;
  public static final int SENDER_HARDWARE = 8;
  public static final int SENDER_PROTOCOL = 14;
  public static final int TARGET_HARDWARE = 18;
  public static final int TARGET_PROTOCOL = 24;

  /** Octets of the packet. */
  public static final int LENGTH = 28;

  public static final int REQUEST = 1;
  public static final int REPLY = 2;

  /** The hardware type of Ethernet. */
  public static final int ETHERNET = 1;

  /** The two length fields, read as one number. */
  private static final int LENGTHS = MacAddress.LENGTH << 8 | Ipv4Address.LENGTH;

  /** Puts the view at a packet; false if it is too short or for other kinds of address. */
  public boolean wrap(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH)
        || get16(bytes, offset + HARDWARE_TYPE) != ETHERNET
        || get16(bytes, offset + PROTOCOL_TYPE) != EtherType.IPV4
        || get16(bytes, offset + HARDWARE_LENGTH) != LENGTHS) {
      return false;
    }
    set(bytes, offset, end);
    return true;
  }

  @Override
  public int headerLength() {
    return LENGTH;
  }

  /** {@link #REQUEST}, {@link #REPLY} or another. */
  public int operation() {
    return get16(bytes, offset + OPERATION);
  }

  /** The sender's address as {@link MacAddress#value()}. */
  public long senderHardware() {
    return get48(bytes, offset + SENDER_HARDWARE);
  }

  /** The sender's address as {@link Ipv4Address#value()}. */
  public int senderProtocol() {
    return get32(bytes, offset + SENDER_PROTOCOL);
  }

  /** The target's address as {@link MacAddress#value()}. */
  public long targetHardware() {
    return get48(bytes, offset + TARGET_HARDWARE);
  }

  /** The target's address as {@link Ipv4Address#value()}. */
  public int targetProtocol() {
    return get32(bytes, offset + TARGET_PROTOCOL);
  }

  public void setOperation(int operation) {
    put16(bytes, offset + OPERATION, operation);
  }

  public void setSenderHardware(long address) {
    put48(bytes, offset + SENDER_HARDWARE, address);
  }

  public void setSenderProtocol(int address) {
    put32(bytes, offset + SENDER_PROTOCOL, address);
  }

  public void setTargetHardware(long address) {
    put48(bytes, offset + TARGET_HARDWARE, address);
  }

  public void setTargetProtocol(int address) {
    put32(bytes, offset + TARGET_PROTOCOL, address);
  }
}
