package dev.dejima.linux.netlink;

import dev.dejima.packet.Bytes;
import java.nio.ByteOrder;

/** Numbers in this machine's byte order. */
final class Host {
  private static final boolean BIG = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

  private Host() {}

  static Bytes u32(int value) {
    return BIG ? Bytes.bigEndian(value, 4) : Bytes.littleEndian(value, 4);
  }

  static int u32(Bytes value) {
    return (int) (BIG ? value.toLongBigEndian() : value.toLongLittleEndian());
  }
}
