package dev.dejima.netstack.ip6;

import java.util.BitSet;

/** The variables directly under {@code net/ipv6} that IP and ICMP look at. */
public final class Settings6 {
  public int anycastSourceEchoReply;
  public int autoFlowLabels = 1;
  public int bindV6Only;
  public int echoIgnoreAll;
  public int echoIgnoreAnycast;
  public int echoIgnoreMulticast;
  public int icmpRateLimit = 100;
  public int nonlocalBind;
  public int maxHopByHopOptions = 8;
  public int maxDestinationOptions = 8;

  /** Which types of ICMPv6 message are limited; bit n for type n. */
  public final BitSet icmpRateMask = new BitSet(256);

  Settings6() {
    icmpRateMask.set(0, 2);
    icmpRateMask.set(3, 128);
  }
}
