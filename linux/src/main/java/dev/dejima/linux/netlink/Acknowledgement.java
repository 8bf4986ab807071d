package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An acknowledgement, a refusal, or the end of a dump ({@code struct nlmsgerr}, extended by
 * attributes where the socket asked for that).
 *
 * @param number 0 if all went well, else a positive errno
 * @param text the kernel's own words
 * @param offset octets from the request's start to the attribute at fault; -1 where not said
 */
record Acknowledgement(int number, @Nullable String text, int offset) {
  private static final int NLMSGERR_ATTR_MSG = 1;
  private static final int NLMSGERR_ATTR_OFFS = 2;

  static Acknowledgement decode(NetlinkMessage message) throws MalformedException {
    byte[] payload = message.payload();
    boolean done = message.type() == NetlinkMessage.NLMSG_DONE;
    if (payload.length < 4) {
      if (done) {
        return new Acknowledgement(0, null, -1);
      }
      throw new MalformedException("an acknowledgement of " + payload.length + " octets");
    }
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    int number = -buffer.getInt(0);
    if ((message.flags() & NetlinkMessage.NLM_F_ACK_TLVS) == 0) {
      return new Acknowledgement(number, null, -1);
    }
    int from = done ? 4 : 4 + echoed(buffer, message.flags());
    return decode(number, AttributeDecoder.of(payload, from));
  }

  /** Octets of the request that are repeated: its header, or all of it if it was refused. */
  private static int echoed(ByteBuffer payload, int flags) throws MalformedException {
    if (payload.limit() < 4 + NetlinkMessage.NLMSG_HDRLEN) {
      throw new MalformedException("an acknowledgement of " + payload.limit() + " octets");
    }
    boolean capped = (flags & NetlinkMessage.NLM_F_CAPPED) != 0;
    int length = payload.getInt(4);
    if (length < 0 || length > payload.limit()) {
      length = NetlinkMessage.NLMSG_HDRLEN;
    }
    return capped ? NetlinkMessage.NLMSG_HDRLEN : length + 3 & ~3;
  }

  private static Acknowledgement decode(int number, AttributeDecoder attributes)
      throws MalformedException {
    String text = null;
    int offset = -1;
    while (attributes.next()) {
      switch (attributes.type()) {
        case NLMSGERR_ATTR_MSG -> text = attributes.string();
        case NLMSGERR_ATTR_OFFS -> offset = attributes.u32();
        default -> {}
      }
    }
    attributes.check();
    return new Acknowledgement(number, text, offset);
  }

  boolean refusal() {
    return number > 0;
  }

  Errno errno() {
    return Errno.of(number);
  }

  Refusal toRefusal(int index) {
    return new Refusal(index, errno(), text, offset);
  }
}
