package dev.dejima.netstack.inet;

/**
 * What IP counts, of either version ({@code IPSTATS_MIB_*}; RFC 4293). The names are those of
 * {@code /proc/net/snmp} behind {@code Ip}, and of {@code snmp6} behind {@code Ip6}.
 */
public enum IpCount {
  REASSEMBLY_TIMEOUT("ReasmTimeout"),
  REASSEMBLY_REQUIRED("ReasmReqds"),
  REASSEMBLED("ReasmOKs"),
  REASSEMBLY_FAILED("ReasmFails"),
  REASSEMBLY_OVERLAPS("ReasmOverlaps");

  private final String word;

  IpCount(String word) {
    this.word = word;
  }

  /** Its name in the kernel's files. */
  public String word() {
    return word;
  }
}
