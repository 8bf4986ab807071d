package dev.dejima.linux;

import dev.dejima.kernel.Capture.Frame;
import dev.dejima.packet.Bytes;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * The frames in a ring of TPACKET_V3 ({@code linux/if_packet.h}, tpacket_rcv()). Blocks come round
 * in order; one belongs to us while {@code TP_STATUS_USER} is set in its status, and goes back to
 * the kernel when that is cleared. Memory fences stand between the status and the rest.
 */
final class Ring {
  static final int LINKTYPE_ETHERNET = 1;
  static final int LINKTYPE_LINUX_SLL2 = 276;

  private static final int TP_STATUS_KERNEL = 0;
  private static final int TP_STATUS_USER = 1;
  private static final int TP_STATUS_VLAN_VALID = 0x10;
  private static final int TP_STATUS_VLAN_TPID_VALID = 0x40;

  /** {@code struct tpacket_block_desc}. */
  private static final int BLOCK_STATUS = 8;

  private static final int NUM_PKTS = 12;
  private static final int OFFSET_TO_FIRST_PKT = 16;

  /** {@code struct tpacket3_hdr}, followed by {@code struct sockaddr_ll}. */
  private static final int TP_NEXT_OFFSET = 0;

  private static final int TP_SEC = 4;
  private static final int TP_NSEC = 8;
  private static final int TP_SNAPLEN = 12;
  private static final int TP_LEN = 16;
  private static final int TP_STATUS = 20;
  private static final int TP_MAC = 24;
  private static final int TP_VLAN_TCI = 32;
  private static final int TP_VLAN_TPID = 36;
  private static final int TPACKET3_HDRLEN = 48;
  private static final int SLL_PROTOCOL = TPACKET3_HDRLEN + 2;
  private static final int SLL_IFINDEX = TPACKET3_HDRLEN + 4;
  private static final int SLL_HATYPE = TPACKET3_HDRLEN + 8;
  private static final int SLL_PKTTYPE = TPACKET3_HDRLEN + 10;
  private static final int SLL_HALEN = TPACKET3_HDRLEN + 11;
  private static final int SLL_ADDR = TPACKET3_HDRLEN + 12;

  private static final int PACKET_OUTGOING = 4;
  private static final int ARPHRD_LOOPBACK = 772;
  private static final int ETH_ADDRESSES = 12;
  private static final int ETH_P_8021Q = 0x8100;
  private static final int SLL2 = 20;

  private final ByteBuffer memory;
  private final int blockSize;
  private final int blocks;
  private final boolean cooked;
  private int block;
  private int left;
  private int at;
  private boolean open;

  Ring(ByteBuffer memory, int blockSize, int blocks, boolean cooked) {
    this.memory = memory;
    this.blockSize = blockSize;
    this.blocks = blocks;
    this.cooked = cooked;
  }

  /** Goes on to the next frame, and gives back the block before it; false if there is none yet. */
  boolean advance() {
    if (open && left == 0) {
      VarHandle.fullFence();
      memory.putInt(block * blockSize + BLOCK_STATUS, TP_STATUS_KERNEL);
      VarHandle.fullFence();
      block = (block + 1) % blocks;
      open = false;
    }
    if (!open && !openBlock()) {
      return false;
    }
    left--;
    return true;
  }

  private boolean openBlock() {
    int start = block * blockSize;
    if ((memory.getInt(start + BLOCK_STATUS) & TP_STATUS_USER) == 0) {
      return false;
    }
    VarHandle.fullFence();
    left = memory.getInt(start + NUM_PKTS);
    at = start + memory.getInt(start + OFFSET_TO_FIRST_PKT);
    open = true;
    return left > 0;
  }

  /** The frame gone to; empty for the second sight of one that passes the loopback device. */
  Optional<Frame> frame(int snaplen) {
    int header = at;
    at += memory.getInt(header + TP_NEXT_OFFSET);
    boolean outgoing = memory.get(header + SLL_PKTTYPE) == PACKET_OUTGOING;
    boolean loopback = (memory.getShort(header + SLL_HATYPE) & 0xffff) == ARPHRD_LOOPBACK;
    if (outgoing && loopback) {
      return Optional.empty();
    }
    byte[] octets = octets(header);
    int length =
        memory.getInt(header + TP_LEN) + octets.length - memory.getInt(header + TP_SNAPLEN);
    long seconds = Integer.toUnsignedLong(memory.getInt(header + TP_SEC));
    Instant time = Instant.ofEpochSecond(seconds, memory.getInt(header + TP_NSEC));
    Bytes kept = Bytes.of(octets, 0, Math.min(octets.length, snaplen));
    return Optional.of(new Frame(time, outgoing, length, kept));
  }

  private byte[] octets(int header) {
    int kept = memory.getInt(header + TP_SNAPLEN);
    int data = header + (memory.getShort(header + TP_MAC) & 0xffff);
    if (cooked) {
      byte[] octets = new byte[SLL2 + kept];
      cook(header, octets);
      memory.get(data, octets, SLL2, kept);
      return octets;
    }
    boolean tagged = (memory.getInt(header + TP_STATUS) & TP_STATUS_VLAN_VALID) != 0;
    if (!tagged || kept < ETH_ADDRESSES) {
      byte[] octets = new byte[kept];
      memory.get(data, octets);
      return octets;
    }
    return tagged(header, data, kept);
  }

  /** Puts back the VLAN tag that the kernel keeps beside the frame. */
  private byte[] tagged(int header, int data, int kept) {
    byte[] octets = new byte[kept + 4];
    memory.get(data, octets, 0, ETH_ADDRESSES);
    boolean known = (memory.getInt(header + TP_STATUS) & TP_STATUS_VLAN_TPID_VALID) != 0;
    int tpid = known ? memory.getShort(header + TP_VLAN_TPID) : ETH_P_8021Q;
    int tci = memory.getInt(header + TP_VLAN_TCI);
    put16(octets, ETH_ADDRESSES, tpid);
    put16(octets, ETH_ADDRESSES + 2, tci);
    memory.get(data + ETH_ADDRESSES, octets, ETH_ADDRESSES + 4, kept - ETH_ADDRESSES);
    return octets;
  }

  /** The header of LINKTYPE_LINUX_SLL2, as tcpdump.org defines it. */
  private void cook(int header, byte[] octets) {
    ByteBuffer sll2 = ByteBuffer.wrap(octets).order(ByteOrder.BIG_ENDIAN);
    octets[0] = memory.get(header + SLL_PROTOCOL);
    octets[1] = memory.get(header + SLL_PROTOCOL + 1);
    sll2.putInt(4, memory.getInt(header + SLL_IFINDEX));
    sll2.putShort(8, memory.getShort(header + SLL_HATYPE));
    octets[10] = memory.get(header + SLL_PKTTYPE);
    octets[11] = memory.get(header + SLL_HALEN);
    memory.get(header + SLL_ADDR, octets, 12, 8);
  }

  private static void put16(byte[] octets, int offset, int value) {
    octets[offset] = (byte) (value >>> 8);
    octets[offset + 1] = (byte) value;
  }
}
