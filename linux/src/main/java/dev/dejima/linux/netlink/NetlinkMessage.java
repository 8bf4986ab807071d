package dev.dejima.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink message ({@code struct nlmsghdr}, RFC 3549 section 2.3.2).
 *
 * @param type what it is; below {@link #NLMSG_MIN_TYPE} one that all families share
 * @param flags {@code NLM_F_*}
 * @param sequence the request's number, which the answers repeat
 * @param payload what follows the header
 */
@SuppressWarnings("ArrayRecordComponent") // messages pass, and are never compared
public record NetlinkMessage(int type, int flags, int sequence, byte[] payload) {
  public static final int NLMSG_HDRLEN = 16;
  public static final int NLMSG_NOOP = 1;
  public static final int NLMSG_ERROR = 2;
  public static final int NLMSG_DONE = 3;
  public static final int NLMSG_OVERRUN = 4;
  public static final int NLMSG_MIN_TYPE = 16;

  public static final int NLM_F_REQUEST = 0x1;
  public static final int NLM_F_MULTI = 0x2;
  public static final int NLM_F_ACK = 0x4;
  public static final int NLM_F_DUMP_INTR = 0x10;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_CAPPED = 0x100;
  public static final int NLM_F_ACK_TLVS = 0x200;

  /** A message that has not been given a number. */
  public NetlinkMessage(int type, int flags, byte[] payload) {
    this(type, flags, 0, payload);
  }

  /** The same with more flags and a number. */
  NetlinkMessage numbered(int moreFlags, int number) {
    return new NetlinkMessage(type, flags | moreFlags, number, payload);
  }

  /** Octets with the header, a multiple of four. */
  int size() {
    return NLMSG_HDRLEN + (payload.length + 3 & ~3);
  }

  /** Puts header and payload, and zeros up to a multiple of four. */
  void putTo(ByteBuffer buffer) {
    int start = buffer.position();
    buffer.putInt(NLMSG_HDRLEN + payload.length);
    buffer.putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    buffer.put(payload);
    buffer.position(start + size());
  }

  /** Encodes the message alone. */
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(size()).order(ByteOrder.nativeOrder());
    putTo(buffer);
    return buffer.array();
  }
}
