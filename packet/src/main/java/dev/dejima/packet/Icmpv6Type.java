package dev.dejima.packet;

/** Types and codes of ICMPv6 (RFC 4443, RFC 4861, IANA). Names are in {@link IcmpNames}. */
public final class Icmpv6Type {
  public static final int DESTINATION_UNREACHABLE = 1;
  public static final int PACKET_TOO_BIG = 2;
  public static final int TIME_EXCEEDED = 3;
  public static final int PARAMETER_PROBLEM = 4;
  public static final int ECHO_REQUEST = 128;
  public static final int ECHO_REPLY = 129;
  public static final int LISTENER_QUERY = 130;
  public static final int LISTENER_REPORT = 131;
  public static final int LISTENER_DONE = 132;
  public static final int ROUTER_SOLICITATION = 133;
  public static final int ROUTER_ADVERTISEMENT = 134;
  public static final int NEIGHBOUR_SOLICITATION = 135;
  public static final int NEIGHBOUR_ADVERTISEMENT = 136;
  public static final int REDIRECT = 137;
  public static final int LISTENER_REPORT_V2 = 143;

  public static final int NO_ROUTE = 0;
  public static final int ADMIN_PROHIBITED = 1;
  public static final int BEYOND_SCOPE = 2;
  public static final int ADDRESS_UNREACHABLE = 3;
  public static final int PORT_UNREACHABLE = 4;
  public static final int POLICY_FAIL = 5;
  public static final int REJECT_ROUTE = 6;

  public static final int HOP_LIMIT_EXCEEDED = 0;
  public static final int REASSEMBLY_TIME_EXCEEDED = 1;

  private Icmpv6Type() {}
}
