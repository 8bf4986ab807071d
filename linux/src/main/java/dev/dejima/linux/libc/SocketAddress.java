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
  private static final byte ETH_P_ALL = 3;

  private SocketAddress() {}

  /** ip(7), ipv6(7): the address of an end of a conversation. */
  public static byte[] of(Endpoint endpoint) {
    Bytes address = endpoint.address().toBytes();
    boolean v4 = address.length() == 4;
    byte[] sockaddr = new byte[v4 ? SOCKADDR_IN : SOCKADDR_IN6];
    fields(sockaddr).putShort((short) (v4 ? Sockets.AF_INET : Sockets.AF_INET6));
    sockaddr[2] = (byte) (endpoint.port() >>> 8);
    sockaddr[3] = (byte) endpoint.port();
    address.copyTo(sockaddr, v4 ? 4 : 8);
    return sockaddr;
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

  /** The number of the link on which a link-local address lies; 0 for others. */
  public static int zone(byte[] sockaddr, boolean v6) {
    return v6 && sockaddr.length >= SOCKADDR_IN6 ? fields(sockaddr).getInt(24) : 0;
  }

  /**
   * packet(7): an interface; 0 for all of them.
   *
   * @param receive whether frames of all protocols are to come; otherwise none do
   */
  public static byte[] packet(int index, boolean receive) {
    byte[] sockaddr = new byte[SOCKADDR_LL];
    fields(sockaddr).putShort((short) Sockets.AF_PACKET).putInt(4, index);
    sockaddr[3] = receive ? ETH_P_ALL : 0;
    return sockaddr;
  }

  /** netlink(7): a port that the kernel chooses. */
  public static byte[] netlink() {
    byte[] sockaddr = new byte[SOCKADDR_NL];
    fields(sockaddr).putShort((short) Sockets.AF_NETLINK);
    return sockaddr;
  }

  private static ByteBuffer fields(byte[] sockaddr) {
    return ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
  }
}
