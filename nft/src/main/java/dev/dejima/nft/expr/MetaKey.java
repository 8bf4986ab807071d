package dev.dejima.nft.expr;

/** What a packet carries beside its octets ({@code enum nft_meta_keys}). */
public enum MetaKey {
  LEN(0, "len", 4),
  PROTOCOL(1, "protocol", 2),
  PRIORITY(2, "priority", 4),
  MARK(3, "mark", 4),
  IIF(4, "iif", 4),
  OIF(5, "oif", 4),
  IIFNAME(6, "iifname", 16),
  OIFNAME(7, "oifname", 16),
  IIFTYPE(8, "iiftype", 2),
  OIFTYPE(9, "oiftype", 2),
  SKUID(10, "skuid", 4),
  SKGID(11, "skgid", 4),
  NFTRACE(12, "nftrace", 1),
  RTCLASSID(13, "rtclassid", 4),
  SECMARK(14, "secmark", 4),
  NFPROTO(15, "nfproto", 1),
  L4PROTO(16, "l4proto", 1),
  IBRNAME(17, "bri_iifname", 16),
  OBRNAME(18, "bri_oifname", 16),
  PKTTYPE(19, "pkttype", 1),
  CPU(20, "cpu", 4),
  IIFGROUP(21, "iifgroup", 4),
  OIFGROUP(22, "oifgroup", 4),
  CGROUP(23, "cgroup", 4),
  RANDOM(24, "prandom", 4),
  SECPATH(25, "secpath", 1),
  IIFKIND(26, "iifkind", 16),
  OIFKIND(27, "oifkind", 16),
  IBRPVID(28, "bri_iifpvid", 2),
  IBRVPROTO(29, "bri_iifvproto", 2),
  TIME_NS(30, "time", 8),
  TIME_DAY(31, "day", 1),
  TIME_HOUR(32, "hour", 4),
  SDIF(33, "sdif", 4),
  SDIFNAME(34, "sdifname", 16),
  BRI_BROUTE(35, "broute", 1),
  IBRHWADDR(37, "ibrhwaddr", 6);

  private final int number;
  private final String word;
  private final int length;

  MetaKey(int number, String word, int length) {
    this.number = number;
    this.word = word;
    this.length = length;
  }

  /**
   * The key of a number.
   *
   * @throws IllegalArgumentException if none has it
   */
  public static MetaKey of(int number) {
    for (MetaKey key : values()) {
      if (key.number == number) {
        return key;
      }
    }
    throw new IllegalArgumentException("no such key: " + number);
  }

  /** The kernel's number. */
  public int number() {
    return number;
  }

  /** The word of {@code --debug=netlink}. */
  public String word() {
    return word;
  }

  /** Whether it is a number in the host's byte order. */
  public boolean hostOrder() {
    return switch (this) {
      case PROTOCOL, RANDOM, IBRVPROTO, IBRHWADDR -> false;
      case IIFNAME, OIFNAME, IBRNAME, OBRNAME, IIFKIND, OIFKIND, SDIFNAME -> false;
      default -> true;
    };
  }

  /** Octets that the kernel loads. */
  public int length() {
    return length;
  }
}
