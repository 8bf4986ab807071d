package dev.dejima.packet;

/**
 * One end of a conversation: an address and a port.
 *
 * @param address the address
 * @param port 0 to 65535; 0 leaves the choice to the kernel
 */
public record Endpoint(IpAddress address, int port) {
  /** Checks the bounds of the port. */
  public Endpoint {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /**
   * Parses {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("not ADDRESS:PORT: " + text);
    }
    String address = text.substring(0, colon);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    return new Endpoint(IpAddress.parse(address), Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return address instanceof Ipv6Address ? "[" + address + "]:" + port : address + ":" + port;
  }
}
