package dev.dejima.netstack.ip;

import dev.dejima.netstack.neigh.Neighbour;

/** Told of what changed; rtnetlink's listeners are behind it. */
public interface Ip4Events {
  /** An address came, or went. */
  void address(Address4 address, boolean added);

  /** A route came, or went. */
  void route(Route4 route, boolean added);

  /** A neighbour's state or link address changed. */
  void neighbour(Neighbour neighbour);
}
