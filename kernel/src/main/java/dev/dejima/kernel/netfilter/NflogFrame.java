package dev.dejima.kernel.netfilter;

import dev.dejima.packet.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A logged packet as a frame of {@code LINKTYPE_NFLOG}: the message of nfnetlink_log without its
 * netlink header. Lengths and types are little-endian, numbers in network order.
 */
public final class NflogFrame {
  /** {@code LINKTYPE_NFLOG}. */
  public static final int LINK_TYPE = 239;

  private static final int NFULA_PACKET_HDR = 1;
  private static final int NFULA_MARK = 2;
  private static final int NFULA_TIMESTAMP = 3;
  private static final int NFULA_IFINDEX_INDEV = 4;
  private static final int NFULA_IFINDEX_OUTDEV = 5;
  private static final int NFULA_HWADDR = 8;
  private static final int NFULA_PAYLOAD = 9;
  private static final int NFULA_PREFIX = 10;
  private static final int NFULA_UID = 11;
  private static final int NFULA_SEQ = 12;
  private static final int NFULA_SEQ_GLOBAL = 13;
  private static final int NFULA_GID = 14;
  private static final int NFULA_HWTYPE = 15;
  private static final int NFULA_HWHEADER = 16;
  private static final int NFULA_HWLEN = 17;
  private static final int NFULA_L2HDR = 21;
  private static final int HARDWARE_ADDRESS = 8;
  private static final int HEADER = 4;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private NflogFrame() {}

  /** The frame of a packet, its attributes in the kernel's order. The flow is left out. */
  public static Bytes of(LoggedPacket packet) {
    NflogFrame frame = new NflogFrame();
    frame.put(packet);
    return Bytes.of(frame.out.toByteArray());
  }

  private void put(LoggedPacket packet) {
    PacketFacts facts = packet.facts();
    octets(Bytes.of((byte) facts.family().number(), (byte) 0));
    octets(Bytes.bigEndian(packet.group(), 2));
    int hook = facts.hook().number(facts.family());
    attribute(
        NFULA_PACKET_HDR,
        Bytes.bigEndian(facts.etherType(), 2).concat(Bytes.of((byte) hook, (byte) 0)));
    if (packet.prefix() != null) {
      byte[] text = packet.prefix().getBytes(StandardCharsets.UTF_8);
      attribute(NFULA_PREFIX, Bytes.of(text).padTo(text.length + 1));
    }
    number(NFULA_IFINDEX_INDEV, unlessZero(facts.in()));
    number(NFULA_IFINDEX_OUTDEV, unlessZero(facts.out()));
    number(NFULA_MARK, unlessZero(facts.mark()));
    put(facts.hardwareAddress(), packet.hardware());
    put(facts.time());
    if (facts.owner() != null) {
      number(NFULA_UID, facts.owner().uid());
      number(NFULA_GID, facts.owner().gid());
    }
    number(NFULA_SEQ, packet.sequence());
    number(NFULA_SEQ_GLOBAL, packet.globalSequence());
    unlessEmpty(NFULA_L2HDR, packet.linkHeader());
    unlessEmpty(NFULA_PAYLOAD, packet.payload());
  }

  private void put(Bytes address, LoggedPacket.@Nullable Hardware hardware) {
    if (!address.isEmpty()) {
      attribute(
          NFULA_HWADDR,
          Bytes.bigEndian((long) address.length() << 16, 4)
              .concat(address.padTo(HARDWARE_ADDRESS)));
    }
    if (hardware != null) {
      attribute(NFULA_HWTYPE, Bytes.bigEndian(hardware.type(), 2));
      attribute(NFULA_HWLEN, Bytes.bigEndian(hardware.header().length(), 2));
      attribute(NFULA_HWHEADER, hardware.header());
    }
  }

  private void put(@Nullable Instant time) {
    if (time != null) {
      attribute(
          NFULA_TIMESTAMP,
          Bytes.bigEndian(time.getEpochSecond(), 8)
              .concat(Bytes.bigEndian(time.getNano() / 1000, 8)));
    }
  }

  private static @Nullable Integer unlessZero(int value) {
    return value == 0 ? null : value;
  }

  private void number(int type, @Nullable Integer value) {
    if (value != null) {
      attribute(type, Bytes.bigEndian(Integer.toUnsignedLong(value), 4));
    }
  }

  private void unlessEmpty(int type, Bytes value) {
    if (!value.isEmpty()) {
      attribute(type, value);
    }
  }

  private void attribute(int type, Bytes value) {
    int length = HEADER + value.length();
    octets(Bytes.littleEndian(length, 2).concat(Bytes.littleEndian(type, 2)));
    octets(value.padTo((value.length() + 3) & ~3));
  }

  private void octets(Bytes some) {
    out.writeBytes(some.toArray());
  }
}
