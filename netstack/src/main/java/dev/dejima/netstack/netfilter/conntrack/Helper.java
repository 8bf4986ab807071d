package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.Packet;
import java.util.List;

/**
 * Looks into the packets of a flow for connections that they announce ({@code struct
 * nf_conntrack_helper}).
 */
public interface Helper {
  /** The name that {@code ct helper} objects and conntrack(8) call it by. */
  String name();

  /** The transport protocol of the flows that it looks into. */
  int protocol();

  /** What it may expect, by the group of an expectation. */
  List<Policy> policies();

  /**
   * How much may be expected.
   *
   * @param max expectations of a flow at a time; 0 for any number
   * @param timeout seconds that one is waited for
   */
  record Policy(int max, int timeout) {}

  /**
   * Looks into a packet, and may change it.
   *
   * @return false if the packet must be dropped
   */
  boolean help(Packet packet, Flow flow);

  /** The flow is gone. */
  default void forget(Flow flow) {}
}
