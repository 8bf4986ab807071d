package dev.dejima.linux.libc;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in}, {@code sockaddr_in6}, {@code sockaddr_ll}, {@code sockaddr_nl}. */
public final class SocketAddress {
  private static final int SOCKADDR_IN = 16;
  private static final int SOCKADDR_IN6 = 28;
  private static final int SOCKADDR_LL = 20;
  private static final int SOCKADDR_NL = 12;

  private SocketAddress() {}

  /** ip(7), ipv6(7): the address of an end of a conversation. */
  public static byte[] of(Endpoint endpoint) {
    Bytes address = endpoint.address().toBytes();
    boolean v4 = address.length() == 4;
    ByteBuffer buffer = allocate(v4 ? SOCKADDR_IN : SOCKADDR_IN6);
    buffer.putShort((short) (v4 ? Sockets.AF_INET : Sockets.AF_INET6));
    buffer.order(ByteOrder.BIG_ENDIAN).putShort((short) endpoint.port());
    address.copyTo(buffer.array(), v4 ? 4 : 8);
    return buffer.array();
  }

  /** Reads what a system call gave; port 0 of the unspecified address for none. */
  public static Endpoint endpoint(byte[] sockaddr, boolean v6) {
    if (sockaddr.length < (v6 ? SOCKADDR_IN6 : SOCKADDR_IN)) {
      return new Endpoint(IpAddress.of(Bytes.of(new byte[v6 ? 16 : 4])), 0);
    }
    int port = (sockaddr[2] & 0xff) << 8 | (sockaddr[3] & 0xff);
    Bytes address = v6 ? Bytes.of(sockaddr, 8, 16) : Bytes.of(sockaddr, 4, 4);
    return new Endpoint(IpAddress.of(address), port);
  }

  /** packet(7): all protocols on an interface; 0 for all of them. */
  public static byte[] packet(int index) {
    ByteBuffer buffer = allocate(SOCKADDR_LL);
    buffer.putShort((short) Sockets.AF_PACKET);
    buffer.put((byte) 0).put((byte) 3); // htons(ETH_P_ALL)
    return buffer.putInt(index).array();
  }

  /** netlink(7): a port that the kernel chooses. */
  public static byte[] netlink() {
    return allocate(SOCKADDR_NL).putShort((short) Sockets.AF_NETLINK).array();
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }
}
