package dev.dejima.packet;

/** nftables' names of types and codes of ICMP and ICMPv6. */
public final class IcmpNames {
  private static final NameTable TYPES = NameTable.load("icmp-types");
  private static final NameTable CODES = NameTable.load("icmp-codes");
  private static final NameTable TYPES_V6 = NameTable.load("icmpv6-types");
  private static final NameTable CODES_V6 = NameTable.load("icmpv6-codes");

  private IcmpNames() {}

  /** Names of {@link IcmpType}'s types. */
  public static NameTable types() {
    return TYPES;
  }

  /** Names of the codes of destination-unreachable. */
  public static NameTable codes() {
    return CODES;
  }

  /** Names of {@link Icmpv6Type}'s types. */
  public static NameTable typesV6() {
    return TYPES_V6;
  }

  /** Names of the codes of ICMPv6's destination-unreachable. */
  public static NameTable codesV6() {
    return CODES_V6;
  }
}
