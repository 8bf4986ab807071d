package dev.dejima.packet.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * Frames of all kinds that filters look at, from few addresses and ports so that filters hit them;
 * sometimes tagged, fragmented, with options, with junk in any octet, or cut off.
 */
final class PacketGenerator {
  /** Octets of the shortest frame that is not cut off. */
  static final int WHOLE = 60;

  private static final int[] ADDRESSES = {
    0xc0000201, 0xc00002fe, 0xcb007101, 0x0a010203, 0x0a010204, 0xe0000001, -1, 0
  };
  private static final int[] PORTS = {22, 53, 80, 443, 54321, 6000, 6008, 10, 0, 65535};
  private static final int[] PROTOCOLS = {6, 6, 6, 17, 17, 1, 132, 2, 58, 50, 51, 103, 112, 44};
  private static final int[] TYPES = {0x0800, 0x0800, 0x0800, 0x86dd, 0x86dd, 0x0806, 0x8035};

  private final Random random;
  private final ByteBuffer frame = ByteBuffer.allocate(256);

  PacketGenerator(long seed) {
    random = new Random(seed);
  }

  byte[] next() {
    random.nextBytes(frame.array());
    frame.clear();
    mac();
    mac();
    for (int tags = pick(0, 0, 0, 0, 1, 2); tags > 0; tags--) {
      frame.putShort((short) pick(0x8100, 0x88a8, 0x9100));
      frame.putShort((short) (random.nextInt(16) << 12 | pick(5, 7, 100)));
    }
    int type = random.nextInt(12) == 0 ? random.nextInt(0x10000) : pick(TYPES);
    if (random.nextInt(15) == 0) {
      lengthAndControl();
    } else {
      frame.putShort((short) type);
      payload(type);
    }
    int length = Math.max(WHOLE, frame.position());
    byte[] bytes = Arrays.copyOf(frame.array(), length);
    if (random.nextInt(6) == 0) {
      bytes[random.nextInt(length)] = (byte) random.nextInt();
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(length)) : bytes;
  }

  private void payload(int type) {
    switch (type) {
      case 0x0800 -> ipv4();
      case 0x86dd -> ipv6();
      case 0x0806, 0x8035 -> arp();
      default -> {}
    }
  }

  private void lengthAndControl() {
    frame.putShort((short) random.nextInt(1600));
    switch (random.nextInt(4)) {
      case 0 -> frame.putShort((short) pick(0x4242, 0xe0e0, 0xf0f0, 0xfefe, 0xffff));
      case 1 -> frame.putLong(0xaaaa_0308_0007_809bL);
      case 2 -> frame.putLong(0xaaaa_0300_0000_0000L | pick(0x8137, 0x80f3));
      default -> frame.position(frame.position() + 4);
    }
  }

  private void ipv4() {
    int options = pick(0, 0, 0, 1, 10);
    int protocol = pick(PROTOCOLS);
    frame.put((byte) (0x45 + options));
    frame.put((byte) random.nextInt());
    frame.putShort((short) (40 + random.nextInt(100)));
    frame.putShort((short) random.nextInt());
    frame.putShort((short) pick(0, 0, 0x4000, 0x2000, 0x2001, 0x00b9));
    frame.put((byte) 64);
    frame.put((byte) protocol);
    frame.putShort((short) random.nextInt());
    frame.putInt(pick(ADDRESSES));
    frame.putInt(pick(ADDRESSES));
    frame.position(frame.position() + 4 * options);
    transport(protocol);
  }

  private void ipv6() {
    int protocol = pick(PROTOCOLS);
    frame.putInt(0x60000000);
    frame.putShort((short) 40);
    frame.put((byte) protocol);
    frame.put((byte) 64);
    ipv6Address();
    ipv6Address();
    if (protocol == 44) {
      frame.put((byte) pick(6, 17, 58));
      frame.position(frame.position() + 7);
    }
    transport(protocol);
  }

  private void ipv6Address() {
    frame.putInt(pick(0x20010db8, 0xfe800000, 0xff020000));
    frame.putInt(0);
    frame.putInt(0);
    frame.putInt(pick(1, 2));
  }

  private void arp() {
    frame.putLong(0x0001_0800_0604_0001L);
    mac();
    frame.putInt(pick(ADDRESSES));
    mac();
    frame.putInt(pick(ADDRESSES));
  }

  private void transport(int protocol) {
    if (protocol == 1 || protocol == 58) {
      frame.put((byte) pick(0, 3, 8, 11, 128, 129, 135));
      frame.put((byte) random.nextInt(3));
    } else {
      frame.putShort((short) pick(PORTS));
      frame.putShort((short) pick(PORTS));
    }
    frame.position(frame.position() + 8);
    frame.put((byte) ((random.nextInt(11) + 5) << 4));
    frame.put((byte) pick(2, 0x12, 0x10, 0x18, 0x11, 4, 0xff, 0));
    frame.position(frame.position() + random.nextInt(60));
  }

  private void mac() {
    frame.putShort((short) pick(0x0011, 0x0200, 0xffff, 0x0100));
    frame.putInt(pick(0x22334455, 0x00000001, -1));
  }

  private int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
