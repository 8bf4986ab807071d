package dev.dejima.packet;

/**
 * An address and the length of its network part, as in {@code 192.0.2.1/24}. The bits behind the
 * network part are kept: they name the host where an interface's address is meant.
 *
 * @param address the address
 * @param length bits of the network part, 0 to {@code address.bits()}
 */
public record Prefix(IpAddress address, int length) {
  /** Checks the bounds of the length. */
  public Prefix {
    if (length < 0 || length > address.bits()) {
      throw new IllegalArgumentException("prefix length " + length + " of " + address);
    }
  }

  /**
   * Parses {@code ADDRESS/LENGTH}, or an address alone, which is a prefix of all its bits.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      IpAddress address = IpAddress.parse(text);
      return new Prefix(address, address.bits());
    }
    String digits = text.substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("not a prefix length: " + digits);
    }
    return new Prefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(digits));
  }

  /** The same prefix with the bits behind the network part cleared. */
  public Prefix network() {
    return new Prefix(mask(address, length), length);
  }

  /** Whether {@code other} is of the same version and in this network. */
  public boolean contains(IpAddress other) {
    return other.bits() == address.bits() && mask(other, length).equals(mask(address, length));
  }

  /** The last address of the network: the directed broadcast address of IPv4. */
  public IpAddress last() {
    return switch (address) {
      case Ipv4Address v4 -> new Ipv4Address(v4.value() | ~mask32(length));
      case Ipv6Address v6 ->
          new Ipv6Address(
              v6.high() | ~mask64(Math.min(length, 64)), v6.low() | ~mask64(length - 64));
    };
  }

  private static IpAddress mask(IpAddress address, int length) {
    return switch (address) {
      case Ipv4Address v4 -> new Ipv4Address(v4.value() & mask32(length));
      case Ipv6Address v6 ->
          new Ipv6Address(v6.high() & mask64(Math.min(length, 64)), v6.low() & mask64(length - 64));
    };
  }

  private static int mask32(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  private static long mask64(int length) {
    return length <= 0 ? 0 : -1L << (64 - length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
