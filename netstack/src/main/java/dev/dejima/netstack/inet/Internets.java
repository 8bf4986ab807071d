package dev.dejima.netstack.inet;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;

/** Both versions of IP of a namespace. */
public record Internets(Internet four, Internet six) {
  /** The version that an address is of. */
  public Internet of(IpAddress address) {
    return switch (address) {
      case Ipv4Address _ -> four;
      case Ipv6Address _ -> six;
    };
  }
}
