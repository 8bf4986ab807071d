package dev.dejima.kernel;

/** The kinds of socket ({@code domain}, {@code type} and {@code protocol} of socket(2)). */
public enum SocketType {
  TCP4(4, false),
  TCP6(6, false),
  UDP4(4, true),
  UDP6(6, true),
  /** Echo requests of an unprivileged sender: {@code SOCK_DGRAM} with {@code IPPROTO_ICMP}. */
  PING4(4, true),
  PING6(6, true),
  /** {@code SOCK_RAW} with {@code IPPROTO_ICMP}: receives with, sends without the IP header. */
  ICMP4(4, true),
  ICMP6(6, true);

  private final int version;
  private final boolean datagram;

  SocketType(int version, boolean datagram) {
    this.version = version;
    this.datagram = datagram;
  }

  /** 4 or 6. */
  public int version() {
    return version;
  }

  /** Whether it sends datagrams, not a stream. */
  public boolean datagram() {
    return datagram;
  }
}
