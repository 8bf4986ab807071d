package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.diag.GetSockets;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sockets ({@code linux/inet_diag.h}, sock_diag(7)). An answer does not say its protocol: a codec
 * is for one.
 *
 * @param transport 6 for TCP, 17 for UDP
 */
public record DiagCodec(int transport) implements Codec<SocketMessage> {
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int INET_DIAG_SOCKID = 48;
  private static final int INET_DIAG_MSG = 72;
  private static final int INET_DIAG_SKV6ONLY = 11;
  private static final int ALL_STATES = -1;

  @Override
  public int protocol() {
    return NETLINK_SOCK_DIAG;
  }

  @Override
  public List<NetlinkMessage> encode(SocketMessage message) throws KernelException {
    return switch (message) {
      case GetSockets get -> {
        AttributeEncoder out = new AttributeEncoder();
        out.raw8(RouteCodec.family(get.version())).raw8(get.protocol()).raw8(0).raw8(0);
        out.raw32(ALL_STATES).raw(Bytes.of(new byte[INET_DIAG_SOCKID]));
        yield List.of(new NetlinkMessage(SOCK_DIAG_BY_FAMILY, 0, out.toBytes()));
      }
      case SocketEntry _ ->
          throw new KernelException(Errno.EOPNOTSUPP, "only the kernel sends " + message);
    };
  }

  @Override
  public @Nullable SocketMessage decode(NetlinkMessage message) throws MalformedException {
    byte[] payload = message.payload();
    boolean request = (message.flags() & NetlinkMessage.NLM_F_REQUEST) != 0;
    if (message.type() != SOCK_DIAG_BY_FAMILY || request) {
      return null;
    }
    if (payload.length < INET_DIAG_MSG) {
      throw new MalformedException("inet_diag_msg of " + payload.length + " octets");
    }
    ByteBuffer fields = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    int size = payload[0] == RouteCodec.family(4) ? 4 : 16;
    return new SocketEntry(
        transport,
        payload[1],
        endpoint(payload, 8, size, 4),
        endpoint(payload, 24, size, 6),
        fields.getInt(56),
        fields.getInt(60),
        fields.getInt(40),
        only6(payload),
        Integer.toUnsignedLong(fields.getInt(68)));
  }

  private static boolean only6(byte[] payload) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(payload, INET_DIAG_MSG);
    boolean only6 = false;
    while (in.next()) {
      if (in.type() == INET_DIAG_SKV6ONLY) {
        only6 = in.u8() != 0;
      }
    }
    in.check();
    return only6;
  }

  private static Endpoint endpoint(byte[] payload, int address, int size, int port) {
    return new Endpoint(
        IpAddress.of(Bytes.of(payload, address, size)),
        (payload[port] & 0xff) << 8 | (payload[port + 1] & 0xff));
  }

  @Override
  public List<Integer> groups(Group group) {
    return List.of();
  }

  @Override
  public String typeName(int type) {
    return type == SOCK_DIAG_BY_FAMILY ? "SOCK_DIAG_BY_FAMILY" : "SOCK_DIAG_" + type;
  }
}
