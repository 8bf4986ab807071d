package dev.dejima.linux.netlink;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.netfilter.PacketFacts;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What queues and log groups tell of a packet alike, as it is read: their attributes have other
 * numbers, but the same contents.
 */
final class HandedPacket {
  private static final int LARGEST_ADDRESS = 8;
  private static final int HOOKS = 5;

  private final Family family;

  /** The queue's or the group's number. */
  final int resource;

  private HookNumber hook = HookNumber.PREROUTING;
  private int etherType;
  int in;
  int out;
  int mark;
  private Bytes hardwareAddress = Bytes.EMPTY;
  private @Nullable Instant time;
  @Nullable Integer uid;
  int gid;
  private @Nullable NewConntrack flow;
  int info;

  /** Reads the head of a message, whose payload has one. */
  HandedPacket(NetlinkMessage message) throws MalformedException {
    byte[] payload = message.payload();
    family = family(payload[0]);
    resource = (payload[2] & 0xff) << 8 | payload[3] & 0xff;
  }

  private static Family family(int number) throws MalformedException {
    for (Family family : Family.values()) {
      if (family.number() == number) {
        return family;
      }
    }
    throw new MalformedException("a packet of the family " + number);
  }

  /** An attribute of at least so many octets. */
  Bytes bytes(AttributeDecoder from, int least) {
    Bytes octets = from.bytes();
    if (octets.length() < least) {
      from.fail("an attribute of " + octets.length() + " octets, not " + least);
      return Bytes.of(new byte[least]);
    }
    return octets;
  }

  /** The protocol, and the number of the hook. */
  void place(Bytes header) throws MalformedException {
    etherType = (int) header.slice(0, 2).toLongBigEndian();
    if (header.at(2) >= HOOKS) {
      throw new MalformedException("a packet of the hook " + header.at(2));
    }
    hook = HookNumber.of(family, header.at(2));
  }

  void hardwareAddress(AttributeDecoder from) {
    Bytes octets = bytes(from, 4 + LARGEST_ADDRESS);
    int length = (int) octets.slice(0, 2).toLongBigEndian();
    hardwareAddress = octets.slice(4, 4 + Math.min(length, LARGEST_ADDRESS));
  }

  void time(AttributeDecoder from) {
    Bytes octets = bytes(from, 16);
    long seconds = octets.slice(0, 8).toLongBigEndian();
    long micros = octets.slice(8, 16).toLongBigEndian();
    if (seconds > 0 && seconds < 1L << 40 && micros >= 0 && micros < 1_000_000) {
      time = Instant.ofEpochSecond(seconds, micros * 1000);
    }
  }

  void flow(AttributeDecoder from) throws MalformedException {
    flow = FlowCodec.decode(from.nested(), Mode.LISTED);
  }

  PacketFacts facts() {
    return new PacketFacts(
        family,
        hook,
        etherType,
        in,
        out,
        mark,
        hardwareAddress,
        time,
        uid == null ? null : new PacketFacts.Owner(uid, gid),
        flow == null ? null : new PacketFacts.Tracked(flow, info));
  }
}
