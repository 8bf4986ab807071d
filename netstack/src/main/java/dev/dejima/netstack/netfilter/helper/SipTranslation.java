package dev.dejima.netstack.netfilter.helper;

import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.helper.SipMessage.Header;
import dev.dejima.netstack.netfilter.helper.SipMessage.Match;
import dev.dejima.netstack.netfilter.nat.NatBounds;
import dev.dejima.nft.expr.NatRange;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the addresses in the messages of a translated flow, and translates the flows that are
 * expected ({@code nf_nat_sip.c}).
 */
final class SipTranslation implements Expectation.Arrival {
  private static final int UDP = 17;
  private static final int LOWEST_PORT = 1024;

  private final Announcement announcement;

  SipTranslation(Announcement announcement) {
    this.announcement = announcement;
  }

  @Override
  public String name() {
    return "sip";
  }

  /** An address as messages have it, one of IPv6 in brackets if asked for. */
  static String text(int version, long high, long low, boolean bracketed) {
    String address = Announcement.address(version, high, low).toString();
    return version == 6 && bracketed ? "[" + address + "]" : address;
  }

  /** Rewrites what a message says of its flow's two ends; false if it cannot be. */
  boolean translate(SipMessage message) {
    boolean request = !message.startsWith(0, "SIP/2.0");
    if (request) {
      Match uri = message.requestUri();
      if (uri != null && !map(message, uri)) {
        return false;
      }
    }
    return via(message, request)
        && contacts(message)
        && map(message, message.uri(Header.FROM))
        && map(message, message.uri(Header.TO))
        && forcePort(message);
  }

  /** One end of the flow becomes what the other side knows it as; others stay. */
  private boolean map(SipMessage message, @Nullable Match match) {
    if (match == null) {
      return true;
    }
    Tuple here = message.here();
    Tuple there = message.there();
    long high;
    long low;
    int port;
    if (match.isSource(here) && match.port() == here.sourcePort) {
      high = there.destinationHigh;
      low = there.destinationLow;
      port = there.destinationPort;
    } else if (match.isDestination(here) && match.port() == here.destinationPort) {
      int forced = SipHelper.State.of(message.flow).forcedPort;
      high = there.sourceHigh;
      low = there.sourceLow;
      port = forced != 0 ? forced : there.sourcePort;
    } else {
      return true;
    }
    if (match.high() == high && match.low() == low && match.port() == port) {
      return true;
    }
    String text = text(here.version, high, low, true) + ":" + port;
    return message.replace(match.offset(), match.length(), text);
  }

  /** The topmost Via, with what it says of the way back (RFC 3261 section 18, RFC 3581). */
  private boolean via(SipMessage message, boolean request) {
    boolean udp = message.flow.original.protocol == UDP;
    Match via = message.uri(udp ? Header.VIA_UDP : Header.VIA_TCP);
    Tuple here = message.here();
    if (via == null) {
      return true;
    }
    boolean own =
        request
            ? via.isSource(here) && via.port() == here.sourcePort
            : via.isDestination(here) && via.port() == here.destinationPort;
    if (!own) {
      return true;
    }
    int before = message.length();
    if (!map(message, via)) {
      return false;
    }
    int end = via.end() + message.length() - before;
    return maddr(message, end) && received(message, end) && rport(message, end);
  }

  private static boolean maddr(SipMessage message, int end) {
    Match maddr = message.addressParameter(end, "maddr=", true);
    Tuple there = message.there();
    if (maddr == null || !maddr.isSource(message.here()) || maddr.isDestination(there)) {
      return true;
    }
    String text = text(there.version, there.destinationHigh, there.destinationLow, true);
    return message.replace(maddr.offset(), maddr.length(), text);
  }

  private static boolean received(SipMessage message, int end) {
    Match received = message.addressParameter(end, "received=", false);
    Tuple there = message.there();
    if (received == null || !received.isDestination(message.here()) || received.isSource(there)) {
      return true;
    }
    String text = text(there.version, there.sourceHigh, there.sourceLow, false);
    return message.replace(received.offset(), received.length(), text);
  }

  private static boolean rport(SipMessage message, int end) {
    Match rport = message.numberParameter(end, "rport=");
    int wanted = message.there().sourcePort;
    if (rport == null
        || rport.isBad()
        || rport.port() < LOWEST_PORT
        || rport.port() != message.here().destinationPort
        || rport.port() == wanted) {
      return true;
    }
    return message.replace(rport.offset(), rport.length(), Integer.toString(wanted));
  }

  private boolean contacts(SipMessage message) {
    SipMessage.Walk contacts = message.new Walk(Header.CONTACT);
    for (Match contact = contacts.next(); contact != null; contact = contacts.next()) {
      int before = message.length();
      if (!map(message, contact)) {
        return false;
      }
      contacts.shift(message.length() - before);
    }
    return true;
  }

  /** Answers go to the port that the client has asked for. */
  private static boolean forcePort(SipMessage message) {
    int forced = SipHelper.State.of(message.flow).forcedPort;
    if (message.direction == 0 || forced == 0) {
      return true;
    }
    if (message.flow.original.protocol != UDP) {
      return false;
    }
    put16(message.packet.bytes, message.packet.transport + 2, forced);
    return message.replace(0, 0, "");
  }

  /** Expects a client to be called at the address that it is known by outside. */
  boolean expect(SipMessage message, Expectation expectation, Match contact) {
    Tuple here = message.here();
    Tuple there = message.there();
    int forced = SipHelper.State.of(message.flow).forcedPort;
    int source = forced != 0 ? forced : here.sourcePort;
    int port = contact.port() == source ? there.destinationPort : contact.port();
    keepTrue(expectation, message);
    if (announcement.expectAtFreePort(expectation, port) == 0) {
      return false;
    }
    Tuple expected = expectation.tuple;
    if (contact.isDestination(expected) && contact.port() == expected.destinationPort) {
      return true;
    }
    String text =
        text(expected.version, expected.destinationHigh, expected.destinationLow, true)
            + ":"
            + expected.destinationPort;
    if (message.replace(contact.offset(), contact.length(), text)) {
      return true;
    }
    announcement.expectations().remove(expectation);
    return false;
  }

  /** An expectation is for the address known outside; the true one is kept beside. */
  void keepTrue(Expectation expectation, SipMessage message) {
    Tuple expected = expectation.tuple;
    Tuple here = message.here();
    Tuple there = message.there();
    expectation.savedHigh = expected.destinationHigh;
    expectation.savedLow = expected.destinationLow;
    expectation.savedPort = expected.destinationPort;
    expectation.direction = 1 - message.direction;
    expectation.arrival = this;
    boolean untranslated =
        here.sourceHigh == there.destinationHigh && here.sourceLow == there.destinationLow;
    if (!untranslated) {
      expected.destinationHigh = there.destinationHigh;
      expected.destinationLow = there.destinationLow;
    }
  }

  /** An expected flow goes to the true address, and comes from where its other half is known. */
  @Override
  public void arrived(Flow flow, Expectation expectation) {
    setUp(flow, expectation.savedHigh, expectation.savedLow, expectation.savedPort, false);
    Tuple original = flow.original;
    if (expectation.group != SipHelper.SIGNALLING && expectation.master.expectations != null) {
      for (Expectation other : expectation.master.expectations) {
        if (other.tuple.version == original.version
            && other.tuple.protocol == original.protocol
            && other.savedHigh == original.sourceHigh
            && other.savedLow == original.sourceLow
            && other.savedPort == original.sourcePort) {
          Tuple known = other.tuple;
          setUp(flow, known.destinationHigh, known.destinationLow, known.destinationPort, true);
          return;
        }
      }
    }
    Tuple way = expectation.master.tuple(expectation.direction);
    if (original.sourceHigh == way.sourceHigh && original.sourceLow == way.sourceLow) {
      Tuple back = expectation.master.tuple(1 - expectation.direction);
      setUp(flow, back.destinationHigh, back.destinationLow, 0, true);
    }
  }

  private void setUp(Flow flow, long high, long low, int port, boolean source) {
    int flags = NatRange.MAP_IPS | (port == 0 ? 0 : NatRange.PROTO_SPECIFIED);
    NatBounds bounds = new NatBounds(high, low, high, low, port, port, flags);
    announcement.nat().setUp(flow, bounds, source);
  }
}
