package dev.dejima.lab;

import dev.dejima.packet.Prefix;
import java.util.List;

/**
 * An interface of a node: one end of a link.
 *
 * @param name its name, as {@code ip link} has it
 * @param addresses its addresses, in order, with the lengths of their networks
 */
public record Interface(String name, List<Address> addresses, Place place) {
  /** Keeps a copy. */
  public Interface {
    addresses = List.copyOf(addresses);
  }

  /** An address, and where it was written. */
  public record Address(Prefix prefix, Place place) {}
}
