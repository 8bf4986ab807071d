package dev.dejima.packet;

/** An address of the Internet Protocol, version 4 or 6. */
public sealed interface IpAddress permits Ipv4Address, Ipv6Address {
  /**
   * Parses an address of either version in its usual text form.
   *
   * @throws IllegalArgumentException if the text is no address, saying why
   */
  static IpAddress parse(String text) {
    return text.indexOf(':') >= 0 ? Ipv6Address.parse(text) : Ipv4Address.parse(text);
  }

  /** Reads an address of 4 or 16 octets. */
  static IpAddress of(Bytes octets) {
    return switch (octets.length()) {
      case Ipv4Address.LENGTH -> new Ipv4Address((int) octets.toLongBigEndian());
      case Ipv6Address.LENGTH ->
          new Ipv6Address(
              octets.slice(0, 8).toLongBigEndian(), octets.slice(8, 16).toLongBigEndian());
      default -> throw new IllegalArgumentException("an address of " + octets.length() + " octets");
    };
  }

  /** 32 or 128. */
  int bits();

  /** The address in network order, 4 or 16 octets. */
  Bytes toBytes();

  /** Whether every bit is zero: "any address" where one is asked for. */
  boolean isUnspecified();

  boolean isLoopback();

  boolean isMulticast();
}
