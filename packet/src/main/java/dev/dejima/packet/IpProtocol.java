package dev.dejima.packet;

/** Numbers of the protocols that IP carries (IANA, {@code netinet/in.h}). */
public final class IpProtocol {
  /** IPv6 hop-by-hop options. */
  public static final int IPV6_HOP_BY_HOP = 0;

  public static final int ICMP = 1;
  public static final int IGMP = 2;
  public static final int IPIP = 4;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int DCCP = 33;

  /** IPv6 in IP. */
  public static final int IPV6 = 41;

  public static final int IPV6_ROUTING = 43;
  public static final int IPV6_FRAGMENT = 44;
  public static final int GRE = 47;
  public static final int ESP = 50;
  public static final int AH = 51;
  public static final int ICMPV6 = 58;
  public static final int IPV6_NO_NEXT_HEADER = 59;

  /** IPv6 destination options. */
  public static final int IPV6_DESTINATION = 60;

  public static final int SCTP = 132;
  public static final int IPV6_MOBILITY = 135;
  public static final int UDPLITE = 136;

  private IpProtocol() {}

  /** Whether {@link Ipv6View#walk()} looks behind such a header. */
  public static boolean isIpv6Extension(int protocol) {
    return switch (protocol) {
      case IPV6_HOP_BY_HOP, IPV6_ROUTING, IPV6_FRAGMENT, IPV6_DESTINATION, AH -> true;
      default -> false;
    };
  }
}
