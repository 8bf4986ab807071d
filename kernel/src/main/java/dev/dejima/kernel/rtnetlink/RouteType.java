package dev.dejima.kernel.rtnetlink;

/**
 * What becomes of a packet that takes a route ({@code RTN_*}); the ordinal is the kernel's number.
 */
public enum RouteType {
  UNSPEC,
  UNICAST,
  LOCAL,
  BROADCAST,
  ANYCAST,
  MULTICAST,
  BLACKHOLE,
  UNREACHABLE,
  PROHIBIT
}
