package dev.dejima.tools;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/** The link on which a link-local address lies: {@code fe80::1%eth0} (RFC 4007 section 11). */
public final class Zone {
  private Zone() {}

  /** The address without the link. */
  public static String address(String host) {
    int percent = host.indexOf('%');
    return percent < 0 ? host : host.substring(0, percent);
  }

  /** The link's name; empty where none is given. */
  public static String name(@Nullable String host) {
    int percent = host == null ? -1 : host.indexOf('%');
    return host == null || percent < 0 ? "" : host.substring(percent + 1);
  }

  /** An address as it is shown for a host that was given with a link, or without. */
  public static String withZone(IpAddress address, @Nullable String host) {
    String zone = name(host);
    return zone.isEmpty() ? address.toString() : address + "%" + zone;
  }

  /**
   * Binds a socket to the link, where one is given.
   *
   * @throws KernelException ENODEV if there is no such link
   */
  public static void apply(@Nullable String host, Socket socket) throws KernelException {
    if (!name(host).isEmpty()) {
      socket.option(SocketOption.BIND_TO_DEVICE, name(host));
    }
  }
}
