package dev.dejima.lab.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a comparison sets aside, and why it may. */
public enum Rule {
  SEQUENCE_NUMBERS("TCP's first sequence numbers are drawn at random: renamed <isn1>, <isn2>"),
  TCP_TIMESTAMPS("the clocks in TCP's timestamps begin anywhere"),
  TCP_WINDOWS("windows behind the SYN's, and the scale, come from the machine's memory"),
  CHECKSUMS(
      "checksums depend on numbers drawn at random: whether they are right counts, except on lo"),
  IP_IDS("identifications of IP are drawn at random: only whether they are 0 counts"),
  HARDWARE_ADDRESSES("link-layer addresses are drawn at random: named by their interface"),
  LINK_LOCAL_ADDRESSES("addresses below fe80::/10 follow from link-layer addresses"),
  EPHEMERAL_PORTS("ports that Linux draws from its range are renamed <port1>, others are not"),
  ECHO_IDENTIFIERS("identifiers of echo requests are drawn at random: renamed <id1>, <id2>"),
  TRACE_IDENTIFIERS("numbers of traced packets and of connections are drawn at random"),
  PROCESSES("who changed a ruleset has a number that depends on what else runs, and another name"),
  TIMES_OF_DAY("the clock, that tcpdump and IP options show, has another time on each"),
  ROUND_TRIP_TIMES("how long an answer took; an echo's data begins with the time it was sent"),
  TIMERS("countdowns are rounded up to the next of 10, 30, 60, 120, 180, 300, 600 s and 5 days"),
  CONNTRACK_ORDER("the table of connections is listed in the order of a secret hash"),
  ROUTER_SOLICITATION(
      "hosts ask for IPv6 routers when a link comes up, and again, at random times"),
  DUPLICATE_ADDRESS_DETECTION("hosts ask whether their IPv6 addresses are taken, at random times"),
  MULTICAST_LISTENERS("hosts report the IPv6 groups they listen to, at random times"),
  NEIGHBOUR_PROBES(
      "Linux asks again, at random times, whether an IPv6 neighbour that spoke is still there"),
  FLOW_LABELS("labels of IPv6 flows are hashes under a secret: only whether they are 0 counts"),
  ARP_PROBES("Linux asks again, at random times, whether a neighbour that spoke is still there"),
  SYN_RETRANSMISSIONS(
      "a SYN is sent again after 1 s, when programs that wait for 1 s give up: whichever is first"),
  FILTER_COUNTS(
      "tcpdump counts as received by its filter also what came before the filter was in place"),
  ACKNOWLEDGEMENTS("when TCP acknowledges what it got depends on how fast its two ends read"),
  INTERLEAVING(
      "conversations, and the two directions of a TCP connection, pass each other by chance");

  private final String reason;

  Rule(String reason) {
    this.reason = reason;
  }

  /** What people call it: {@code sequence-numbers}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why what it sets aside may differ. */
  public String reason() {
    return reason;
  }

  /** The rule of that title. */
  public static Optional<Rule> of(String title) {
    return Arrays.stream(values()).filter(rule -> rule.title().equals(title)).findFirst();
  }
}
