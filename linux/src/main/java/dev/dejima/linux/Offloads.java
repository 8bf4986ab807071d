package dev.dejima.linux;

import dev.dejima.kernel.KernelException;
import dev.dejima.linux.libc.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Switches off segmentation and checksum offloads ({@code linux/ethtool.h}), so that a capture on a
 * veth shows packets as a wire would carry them: no longer than the MTU, with right checksums. The
 * setting stays with a link that moves to another namespace. The system property {@code
 * dejima.offloads=true} leaves them on.
 */
final class Offloads {
  /** Whether new veths have none. */
  static final boolean OFF = !Boolean.getBoolean("dejima.offloads");

  private static final long SIOCETHTOOL = 0x8946;
  private static final int IFREQ = 40;
  private static final int IFNAMSIZ = 16;

  private static final int ETHTOOL_SRXCSUM = 0x15;
  private static final int ETHTOOL_STXCSUM = 0x17;
  private static final int ETHTOOL_STSO = 0x1f;
  private static final int ETHTOOL_SGSO = 0x24;
  private static final int ETHTOOL_SGRO = 0x2c;

  private Offloads() {}

  /**
   * Switches them off.
   *
   * @param fd any socket in the link's namespace
   */
  static void switchOff(int fd, String name) throws KernelException {
    int[] commands = {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_STXCSUM, ETHTOOL_SRXCSUM};
    for (int command : commands) {
      byte[] value = new byte[8];
      ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putInt(command);
      Libc.ioctl(fd, SIOCETHTOOL, ifreq(name), IFNAMSIZ, value);
    }
  }

  /** {@code struct ifreq} with a name. */
  static byte[] ifreq(String name) {
    byte[] ifreq = new byte[IFREQ];
    byte[] octets = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(octets, 0, ifreq, 0, Math.min(octets.length, IFNAMSIZ - 1));
    return ifreq;
  }
}
