package dev.dejima.netstack.netfilter.helper;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Expectations;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.nat.Mangler;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import java.util.random.RandomGenerator;

/**
 * What helpers do with what they have found: expect it, and where flows are translated, change it.
 */
final class Announcement {
  private static final int MAX_ATTEMPTS = 128;
  private static final int HIGHEST_PORT = 0xffff;

  private final Conntrack conntrack;
  private final Nat nat;
  private final RandomGenerator random;

  Announcement(Conntrack conntrack, Nat nat, RandomGenerator random) {
    this.conntrack = conntrack;
    this.nat = nat;
    this.random = random;
  }

  Expectations expectations() {
    return conntrack.expectations();
  }

  Conntrack conntrack() {
    return conntrack;
  }

  Nat nat() {
    return nat;
  }

  /** Whether a flow's packets are being translated. */
  static boolean isTranslated(Flow flow) {
    return (flow.status & Flow.NAT_MASK) != 0;
  }

  /** Whether a packet belongs to a flow that has seen traffic both ways. */
  static boolean isEstablished(Packet packet) {
    return packet.ctInfo == Packet.CT_ESTABLISHED
        || packet.ctInfo == Packet.CT_ESTABLISHED + Packet.CT_REPLY;
  }

  /**
   * Expects a connection at its own port or, if another is expected there, at one above it ({@code
   * nf_nat_exp_find_port}).
   *
   * @return the port; 0 if there is none
   */
  int expectAtFreePort(Expectation expectation, int port) {
    int range = HIGHEST_PORT - port;
    int attempts = Math.min(range, MAX_ATTEMPTS);
    for (int tried = port; ; tried = port + random.nextInt(Math.max(1, range))) {
      expectation.tuple.destinationPort = tried;
      Errno refused = expectations().add(expectation);
      if (refused == null) {
        return tried;
      }
      if (refused != Errno.EBUSY || --attempts < 0) {
        return 0;
      }
    }
  }

  /**
   * Expects a connection that will be translated as its master is, at a port that is free.
   *
   * @param direction the expected connection's, seen from the master
   * @return the port; 0 if there is none
   */
  int expectTranslated(Expectation expectation, int direction) {
    int port = expectation.tuple.destinationPort;
    expectation.savedPort = port;
    expectation.direction = direction;
    expectation.arrival = nat.followMaster();
    return expectAtFreePort(expectation, port);
  }

  /** Writes what is announced in truth; expects nothing if that cannot be. */
  boolean rewrite(
      Packet packet, Flow flow, int offset, int length, byte[] text, Expectation expectation) {
    if (Mangler.replace(packet, flow, flow.original.version, offset, length, text)) {
      return true;
    }
    expectations().remove(expectation);
    return false;
  }

  static IpAddress address(int version, long high, long low) {
    return version == 4 ? new Ipv4Address((int) low) : new Ipv6Address(high, low);
  }
}
