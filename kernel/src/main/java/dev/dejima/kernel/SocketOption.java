package dev.dejima.kernel;

/**
 * An option of setsockopt(2).
 *
 * @param <T> its values
 */
public record SocketOption<T>(String name, Class<T> type) {
  public static final SocketOption<Boolean> REUSEADDR =
      new SocketOption<>("SO_REUSEADDR", Boolean.class);
  public static final SocketOption<Boolean> BROADCAST =
      new SocketOption<>("SO_BROADCAST", Boolean.class);
  public static final SocketOption<Boolean> NODELAY =
      new SocketOption<>("TCP_NODELAY", Boolean.class);

  /** Close sends a reset and drops what was not sent, if on: SO_LINGER with zero seconds. */
  public static final SocketOption<Boolean> RESET_ON_CLOSE =
      new SocketOption<>("SO_LINGER", Boolean.class);

  public static final SocketOption<Integer> TTL = new SocketOption<>("IP_TTL", Integer.class);

  /** Whether an IPv6 socket is for IPv6 alone, and not for IPv4 too. */
  public static final SocketOption<Boolean> V6ONLY =
      new SocketOption<>("IPV6_V6ONLY", Boolean.class);

  /** The mark of packets that it sends, which policy routing and rules see. */
  public static final SocketOption<Integer> MARK = new SocketOption<>("SO_MARK", Integer.class);

  /** Whether it may have addresses of other hosts, as a transparent proxy does. */
  public static final SocketOption<Boolean> TRANSPARENT =
      new SocketOption<>("IP_TRANSPARENT", Boolean.class);

  /** The name of the interface to send and receive by. */
  public static final SocketOption<String> BIND_TO_DEVICE =
      new SocketOption<>("SO_BINDTODEVICE", String.class);
}
