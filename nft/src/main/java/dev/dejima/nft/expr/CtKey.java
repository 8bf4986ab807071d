package dev.dejima.nft.expr;

/** What connection tracking knows of a packet ({@code enum nft_ct_keys}). */
public enum CtKey {
  STATE(0, "state", 4),
  DIRECTION(1, "direction", 1),
  STATUS(2, "status", 4),
  MARK(3, "mark", 4),
  SECMARK(4, "secmark", 4),
  EXPIRATION(5, "expiration", 4),
  HELPER(6, "helper", 16),
  L3PROTOCOL(7, "l3protocol", 1),
  SRC(8, "src", 16),
  DST(9, "dst", 16),
  PROTOCOL(10, "protocol", 1),
  PROTO_SRC(11, "proto_src", 2),
  PROTO_DST(12, "proto_dst", 2),
  LABELS(13, "label", 16),
  PKTS(14, "packets", 8),
  BYTES(15, "bytes", 8),
  AVGPKT(16, "avgpkt", 8),
  ZONE(17, "zone", 2),
  EVENTMASK(18, "event", 4),
  SRC_IP(19, "src_ip", 4),
  DST_IP(20, "dst_ip", 4),
  SRC_IP6(21, "src_ip6", 16),
  DST_IP6(22, "dst_ip6", 16),
  ID(23, "id", 4);

  private final int number;
  private final String word;
  private final int length;

  CtKey(int number, String word, int length) {
    this.number = number;
    this.word = word;
    this.length = length;
  }

  /**
   * The key of a number.
   *
   * @throws IllegalArgumentException if none has it
   */
  public static CtKey of(int number) {
    for (CtKey key : values()) {
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
      case STATE, DIRECTION, STATUS, MARK, SECMARK, EXPIRATION, L3PROTOCOL, LABELS -> true;
      case PKTS, BYTES, AVGPKT, ZONE, EVENTMASK -> true;
      default -> false;
    };
  }

  /** Octets that the kernel loads; of {@code SRC} and {@code DST}, at most. */
  public int length() {
    return length;
  }
}
