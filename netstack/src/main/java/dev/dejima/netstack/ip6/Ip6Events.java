package dev.dejima.netstack.ip6;

import dev.dejima.netstack.neigh.Neighbour;

/** Told of what changed; rtnetlink's listeners are behind it. */
public interface Ip6Events {
  /** An address came or changed, or went. */
  void address(Address6 address, boolean added);

  /** A route came, or went. */
  void route(Route6 route, boolean added);

  /** A neighbour's state or link address changed. */
  void neighbour(Neighbour neighbour);
}
