package dev.dejima.lab;

import java.util.List;

/** What an interface is. */
public sealed interface InterfaceKind {
  /** One end of a link: a veth. */
  enum Cable implements InterfaceKind {
    CABLE
  }

  /**
   * A bridge.
   *
   * @param ports the interfaces of its node that are its ports
   * @param options as behind {@code ip link add … type bridge}
   */
  record Bridge(List<BridgePort> ports, List<Option> options) implements InterfaceKind {
    /** Keeps copies. */
    public Bridge {
      ports = List.copyOf(ports);
      options = List.copyOf(options);
    }
  }

  /**
   * A port of a bridge.
   *
   * @param device the interface
   * @param options as behind {@code ip link set … type bridge_slave}
   */
  record BridgePort(String device, List<Option> options, Place place) {
    /** Keeps a copy. */
    public BridgePort {
      options = List.copyOf(options);
    }
  }

  /**
   * A VLAN.
   *
   * @param link the interface of its node that its tagged frames pass
   * @param id 0 to 4094
   * @param options as behind {@code ip link add … type vlan}
   */
  record Vlan(String link, int id, List<Option> options) implements InterfaceKind {
    /** Keeps a copy. */
    public Vlan {
      options = List.copyOf(options);
    }
  }

  /**
   * Another kind that the kernel may have.
   *
   * @param type its word behind {@code ip link add … type}: {@code dummy}
   */
  record Other(String type) implements InterfaceKind {}
}
