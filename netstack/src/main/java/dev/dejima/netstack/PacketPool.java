package dev.dejima.netstack;

/** Packets to use again, so that forwarding makes no garbage. */
public final class PacketPool {
  /** Room of a pooled packet: an Ethernet frame's 1500 octets and the headroom. */
  private static final int SMALL = 2048;

  private static final int KEPT = 1024;

  private final Packet[] free = new Packet[KEPT];
  private int count;
  private int outstanding;

  /**
   * A fresh packet with room for so many octets behind {@link Packet#HEADROOM}; all offsets are
   * there, {@code end} so many octets behind. The octets are not cleared.
   */
  public Packet allocate(int length) {
    Packet packet = take(Packet.HEADROOM + length);
    packet.end = Packet.HEADROOM + length;
    return packet;
  }

  /** How many packets are on their way: taken and not released yet. */
  int outstanding() {
    return outstanding;
  }

  Packet take(int room) {
    outstanding++;
    if (room > SMALL || count == 0) {
      return new Packet(new byte[Math.max(room, SMALL)], this);
    }
    Packet packet = free[--count];
    packet.free = false;
    packet.reset();
    return packet;
  }

  void give(Packet packet) {
    outstanding--;
    if (packet.bytes.length == SMALL && count < KEPT) {
      packet.flow = null;
      packet.in = null;
      packet.out = null;
      packet.path = null;
      free[count++] = packet;
    }
  }
}
