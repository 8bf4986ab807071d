package dev.dejima.packet;

/** Types and codes of ICMP (RFC 792, IANA). Their names are in {@link IcmpNames}. */
public final class IcmpType {
  public static final int ECHO_REPLY = 0;
  public static final int DESTINATION_UNREACHABLE = 3;
  public static final int SOURCE_QUENCH = 4;
  public static final int REDIRECT = 5;
  public static final int ECHO_REQUEST = 8;
  public static final int ROUTER_ADVERTISEMENT = 9;
  public static final int ROUTER_SOLICITATION = 10;
  public static final int TIME_EXCEEDED = 11;
  public static final int PARAMETER_PROBLEM = 12;
  public static final int TIMESTAMP_REQUEST = 13;
  public static final int TIMESTAMP_REPLY = 14;
  public static final int INFO_REQUEST = 15;
  public static final int INFO_REPLY = 16;
  public static final int ADDRESS_MASK_REQUEST = 17;
  public static final int ADDRESS_MASK_REPLY = 18;

  public static final int NET_UNREACHABLE = 0;
  public static final int HOST_UNREACHABLE = 1;
  public static final int PROTOCOL_UNREACHABLE = 2;
  public static final int PORT_UNREACHABLE = 3;
  public static final int FRAGMENTATION_NEEDED = 4;
  public static final int SOURCE_ROUTE_FAILED = 5;
  public static final int NET_PROHIBITED = 9;
  public static final int HOST_PROHIBITED = 10;
  public static final int ADMIN_PROHIBITED = 13;

  public static final int TTL_EXCEEDED = 0;
  public static final int REASSEMBLY_TIME_EXCEEDED = 1;

  public static final int REDIRECT_NET = 0;
  public static final int REDIRECT_HOST = 1;

  private IcmpType() {}

  /** Whether such a message quotes the packet that caused it (RFC 1122 section 3.2.2). */
  public static boolean isError(int type) {
    return switch (type) {
      case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM ->
          true;
      default -> false;
    };
  }
}
