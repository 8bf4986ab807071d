package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.DelNeighbour;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.MacAddress;
import org.jspecify.annotations.Nullable;

/** Neighbours ({@code struct ndmsg} and {@code NDA_*} of {@code linux/neighbour.h}). */
final class NeighbourCodec {
  private static final int NDMSG = 12;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;

  private NeighbourCodec() {}

  static NetlinkMessage get(int version) {
    byte[] payload = new byte[NDMSG];
    payload[0] = (byte) RouteCodec.family(version);
    return new NetlinkMessage(RouteCodec.RTM_GETNEIGH, 0, payload);
  }

  static NetlinkMessage encode(NewNeighbour neighbour) {
    AttributeEncoder out =
        header(neighbour.index(), neighbour.address(), neighbour.state(), neighbour.flags());
    MacAddress address = neighbour.linkAddress();
    if (address != null) {
      out.bytes(NDA_LLADDR, address.toBytes());
    }
    int flags = Codec.bits(neighbour.mode());
    return new NetlinkMessage(RouteCodec.RTM_NEWNEIGH, flags, out.toBytes());
  }

  static NetlinkMessage encode(DelNeighbour neighbour) {
    AttributeEncoder out = header(neighbour.index(), neighbour.address(), 0, 0);
    return new NetlinkMessage(RouteCodec.RTM_DELNEIGH, 0, out.toBytes());
  }

  private static AttributeEncoder header(int index, IpAddress address, int state, int flags) {
    AttributeEncoder out = new AttributeEncoder();
    out.raw8(RouteCodec.family(address instanceof Ipv4Address ? 4 : 6)).raw8(0).raw16(0);
    out.raw32(index).raw16(state).raw8(flags).raw8(0);
    return out.bytes(NDA_DST, address.toBytes());
  }

  static @Nullable NewNeighbour decode(byte[] payload, int mode) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(payload, NDMSG);
    in.check();
    Bytes address = null;
    Bytes linkAddress = null;
    while (in.next()) {
      switch (in.type()) {
        case NDA_DST -> address = in.bytes();
        case NDA_LLADDR -> linkAddress = in.bytes();
        default -> {}
      }
    }
    in.check();
    int family = payload[0] & 0xff;
    if (family != RouteCodec.family(4) && family != RouteCodec.family(6)) {
      return null;
    }
    return new NewNeighbour(
        (int) Octets.u32(payload, 4),
        Octets.address(address),
        mac(linkAddress),
        (int) Octets.u32(payload, 8) & 0xffff,
        payload[10] & 0xff,
        Codec.mode(mode));
  }

  /** A tunnel's link-layer addresses are not of 6 octets. */
  private static @Nullable MacAddress mac(@Nullable Bytes octets) {
    return octets == null || octets.length() != 6 ? null : new MacAddress(octets.toLongBigEndian());
  }

  static @Nullable DelNeighbour decodeDeleted(byte[] payload) throws MalformedException {
    NewNeighbour neighbour = decode(payload, 0);
    return neighbour == null ? null : new DelNeighbour(neighbour.index(), neighbour.address());
  }
}
