package dev.dejima.lab.init;

import dev.dejima.packet.Ipv4Address;
import java.util.List;

/**
 * A network beside the router, with one host.
 *
 * @param device the router's interface
 * @param outside whether it is where strangers are
 * @param node the host's name
 * @param router the router's address
 * @param hosts the host's addresses: those that rules send to, or else one of its own
 */
record Side(
    String device, boolean outside, String node, Ipv4Address router, List<Ipv4Address> hosts) {
  static final int LENGTH = 24;

  /** Keeps a copy. */
  Side {
    hosts = List.copyOf(hosts);
  }

  /** What the host is reached by. */
  Ipv4Address host() {
    return hosts.getFirst();
  }

  /** The host's interface. */
  String port() {
    return "eth0";
  }
}
