package dev.dejima.lab;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface of a node.
 *
 * @param name its name, as {@code ip link} has it
 * @param kind what it is: the end of a link, a bridge, a VLAN
 * @param mac its link-layer address; absent to let the kernel choose
 * @param mtu octets of the largest packet; absent to let the kernel choose
 * @param up whether it is up from the start
 * @param options what else {@code ip link set} sets, in its words: {@code promisc on}
 * @param addresses its addresses, in order, with the lengths of their networks
 */
public record Interface(
    String name,
    InterfaceKind kind,
    @Nullable MacAddress mac,
    @Nullable Integer mtu,
    boolean up,
    List<Option> options,
    List<Address> addresses,
    Place place) {
  /** Keeps copies. */
  public Interface {
    options = List.copyOf(options);
    addresses = List.copyOf(addresses);
  }

  /** The end of a link with these addresses, as the kernel makes it. */
  public static Interface cable(String name, List<Address> addresses, Place place) {
    return new Interface(
        name, InterfaceKind.Cable.CABLE, null, null, true, List.of(), addresses, place);
  }

  /** A bridge with these ports. */
  public static Interface bridge(String name, List<InterfaceKind.BridgePort> ports, Place place) {
    return new Interface(
        name,
        new InterfaceKind.Bridge(ports, List.of()),
        null,
        null,
        true,
        List.of(),
        List.of(),
        place);
  }

  /** The same with another MTU. */
  public Interface withMtu(@Nullable Integer octets) {
    return new Interface(name, kind, mac, octets, up, options, addresses, place);
  }

  /**
   * An address, and where it was written.
   *
   * @param prefix the address and the length of its network
   * @param peer the address at the other end; absent where there is a network
   * @param options what else {@code ip address add} takes, in its words: {@code scope link}
   */
  public record Address(
      Prefix prefix, @Nullable IpAddress peer, List<Option> options, Place place) {
    /** Keeps a copy. */
    public Address {
      options = List.copyOf(options);
    }

    /** An address in a network. */
    public static Address of(Prefix prefix, Place place) {
      return new Address(prefix, null, List.of(), place);
    }

    /** As {@code ip address add} takes it. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      text.append(
          peer == null
              ? prefix.toString()
              : prefix.address() + " peer " + peer + "/" + prefix.length());
      options.forEach(option -> text.append(' ').append(option));
      return text.toString();
    }
  }
}
