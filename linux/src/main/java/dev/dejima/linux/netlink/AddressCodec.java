package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/** Addresses ({@code struct ifaddrmsg} and {@code IFA_*} of {@code linux/if_addr.h}). */
final class AddressCodec {
  private static final int IFADDRMSG = 8;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_LABEL = 3;
  private static final int IFA_BROADCAST = 4;
  private static final int IFA_CACHEINFO = 6;
  private static final int IFA_FLAGS = 8;

  private AddressCodec() {}

  static NetlinkMessage get(int version) {
    byte[] payload = new byte[IFADDRMSG];
    payload[0] = (byte) RouteCodec.family(version);
    return new NetlinkMessage(RouteCodec.RTM_GETADDR, 0, payload);
  }

  static NetlinkMessage encode(NewAddress address) {
    AttributeEncoder out =
        header(address.index(), address.address(), address.flags(), address.scope());
    addresses(out, address.address().address(), address.peer());
    IpAddress broadcast = address.broadcast();
    if (broadcast != null) {
      out.bytes(IFA_BROADCAST, broadcast.toBytes());
    }
    out.stringIf(IFA_LABEL, address.label());
    if ((address.flags() & ~0xff) != 0) {
      out.u32(IFA_FLAGS, address.flags());
    }
    if (address.validLifetime() != NewAddress.FOREVER
        || address.preferredLifetime() != NewAddress.FOREVER) {
      AttributeEncoder.Mark mark = out.open(IFA_CACHEINFO);
      out.raw32((int) address.preferredLifetime()).raw32((int) address.validLifetime());
      out.raw32(0).raw32(0).end(mark);
    }
    int flags = Codec.bits(address.mode());
    return new NetlinkMessage(RouteCodec.RTM_NEWADDR, flags, out.toBytes());
  }

  static NetlinkMessage encode(DelAddress address) {
    AttributeEncoder out = header(address.index(), address.address(), 0, 0);
    addresses(out, address.address().address(), null);
    return new NetlinkMessage(RouteCodec.RTM_DELADDR, 0, out.toBytes());
  }

  private static AttributeEncoder header(int index, Prefix address, int flags, int scope) {
    int family = RouteCodec.family(address.address() instanceof Ipv4Address ? 4 : 6);
    AttributeEncoder out = new AttributeEncoder();
    return out.raw8(family).raw8(address.length()).raw8(flags).raw8(scope).raw32(index);
  }

  private static void addresses(AttributeEncoder out, IpAddress local, @Nullable IpAddress peer) {
    out.bytes(IFA_LOCAL, local.toBytes());
    out.bytes(IFA_ADDRESS, (peer == null ? local : peer).toBytes());
  }

  static NewAddress decode(byte[] payload, int mode) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(payload, IFADDRMSG);
    in.check();
    Bytes address = null;
    Bytes local = null;
    Bytes broadcast = null;
    String label = null;
    int flags = payload[2] & 0xff;
    long preferred = NewAddress.FOREVER;
    long valid = NewAddress.FOREVER;
    while (in.next()) {
      switch (in.type()) {
        case IFA_ADDRESS -> address = in.bytes();
        case IFA_LOCAL -> local = in.bytes();
        case IFA_BROADCAST -> broadcast = in.bytes();
        case IFA_LABEL -> label = in.string();
        case IFA_FLAGS -> flags = in.u32();
        case IFA_CACHEINFO -> {
          preferred = Integer.toUnsignedLong(in.u32(0));
          valid = Integer.toUnsignedLong(in.u32(4));
        }
        default -> {}
      }
    }
    in.check();
    IpAddress own = Octets.address(local != null ? local : address);
    IpAddress far = address == null ? own : Octets.address(address);
    return new NewAddress(
        (int) Octets.u32(payload, 4),
        Octets.prefix(own, payload[1] & 0xff),
        far.equals(own) ? null : far,
        broadcast == null ? null : Octets.address(broadcast),
        label,
        payload[3] & 0xff,
        flags,
        valid,
        preferred,
        Codec.mode(mode));
  }

  static DelAddress decodeDeleted(byte[] payload) throws MalformedException {
    NewAddress address = decode(payload, 0);
    return new DelAddress(address.index(), address.address());
  }
}
