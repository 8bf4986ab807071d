package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.DelFdbEntry;
import dev.dejima.kernel.rtnetlink.NewFdbEntry;
import dev.dejima.packet.MacAddress;

/**
 * Forwarding entries of bridges: neighbours of the family AF_BRIDGE ({@code linux/neighbour.h}).
 */
final class FdbCodec {
  static final int AF_BRIDGE = 7;

  private static final int NDMSG = 12;
  private static final int NDA_LLADDR = 2;
  private static final int NDA_CACHEINFO = 3;
  private static final int NDA_VLAN = 5;
  private static final int NDA_MASTER = 9;
  private static final int NLM_F_BULK = 0x200;

  /** {@code USER_HZ}: the ages in {@code struct nda_cacheinfo} are in hundredths of a second. */
  private static final long HZ = 100;

  private FdbCodec() {}

  static boolean isFdb(byte[] payload) {
    return payload.length > 0 && payload[0] == AF_BRIDGE;
  }

  static NetlinkMessage get() {
    byte[] payload = new byte[NDMSG];
    payload[0] = AF_BRIDGE;
    return new NetlinkMessage(RouteCodec.RTM_GETNEIGH, 0, payload);
  }

  static NetlinkMessage encode(NewFdbEntry entry) {
    AttributeEncoder out = header(entry.index(), entry.state(), entry.flags());
    out.bytes(NDA_LLADDR, entry.address().toBytes());
    vlan(out, entry.vlan());
    return new NetlinkMessage(RouteCodec.RTM_NEWNEIGH, Codec.bits(entry.mode()), out.toBytes());
  }

  static NetlinkMessage encode(DelFdbEntry entry) {
    MacAddress address = entry.address();
    AttributeEncoder out = header(entry.index(), 0, entry.flags());
    if (address != null) {
      out = header(entry.index(), NewFdbEntry.PERMANENT, entry.flags());
      out.bytes(NDA_LLADDR, address.toBytes());
    }
    vlan(out, entry.vlan());
    int flags = address == null ? NLM_F_BULK : 0;
    return new NetlinkMessage(RouteCodec.RTM_DELNEIGH, flags, out.toBytes());
  }

  private static AttributeEncoder header(int index, int state, int flags) {
    AttributeEncoder out = new AttributeEncoder().raw8(AF_BRIDGE).raw8(0).raw16(0);
    return out.raw32(index).raw16(state).raw8(flags).raw8(0);
  }

  private static void vlan(AttributeEncoder out, int vlan) {
    if (vlan != 0) {
      out.u16(NDA_VLAN, vlan);
    }
  }

  static NewFdbEntry decode(byte[] payload, int mode) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(payload, NDMSG);
    in.check();
    long address = 0;
    int master = 0;
    int vlan = 0;
    int used = 0;
    int updated = 0;
    while (in.next()) {
      switch (in.type()) {
        case NDA_LLADDR -> address = in.bytes().toLongBigEndian();
        case NDA_MASTER -> master = in.u32();
        case NDA_VLAN -> vlan = in.u16();
        case NDA_CACHEINFO -> {
          used = in.u32(4);
          updated = in.u32(8);
        }
        default -> {}
      }
    }
    in.check();
    return new NewFdbEntry(
        (int) Octets.u32(payload, 4),
        new MacAddress(address),
        master,
        vlan,
        (int) Octets.u32(payload, 8) & 0xffff,
        payload[10] & 0xff,
        used / HZ,
        updated / HZ,
        Codec.mode(mode));
  }

  static DelFdbEntry decodeDeleted(byte[] payload) throws MalformedException {
    NewFdbEntry entry = decode(payload, 0);
    return new DelFdbEntry(entry.index(), entry.address(), entry.vlan(), entry.flags());
  }
}
