package dev.dejima.netstack.ip;

/** The variables directly under {@code net/ipv4} that IP and ICMP look at. */
public final class Settings4 {
  public int defaultTtl = 64;
  public int icmpEchoIgnoreAll;
  public int icmpEchoIgnoreBroadcasts = 1;
  public int icmpRateLimit = 1000;
  public int icmpRateMask = 6168;
  public int icmpErrorsUseInboundAddress;
  public int nonlocalBind;
  public int localPortFirst = 32768;
  public int localPortLast = 60999;
  public int unprivilegedPortStart = 1024;
  public int pingGroupFirst = 1;
  public int pingGroupLast;
}
