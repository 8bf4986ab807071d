package dev.dejima.linux.netlink;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Fields and values that more than one family has; what is out of bounds is malformed. */
final class Octets {
  private Octets() {}

  /** Four octets of a fixed structure, in this machine's order. */
  static long u32(byte[] payload, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    return Integer.toUnsignedLong(buffer.getInt(offset));
  }

  static IpAddress address(@Nullable Bytes octets) throws MalformedException {
    if (octets == null || (octets.length() != 4 && octets.length() != 16)) {
      throw new MalformedException("not an address: " + octets);
    }
    return IpAddress.of(octets);
  }

  static Prefix prefix(IpAddress address, int length) throws MalformedException {
    if (length > address.bits()) {
      throw new MalformedException("prefix length " + length + " of " + address);
    }
    return new Prefix(address, length);
  }
}
