package dev.dejima.nft.expr;

/** The protocol family of a table ({@code NFPROTO_*} of {@code linux/netfilter.h}). */
public enum Family {
  /** Any family: in requests that ask for all. */
  UNSPEC(0, "unspec"),
  INET(1, "inet"),
  IP(2, "ip"),
  ARP(3, "arp"),
  NETDEV(5, "netdev"),
  BRIDGE(7, "bridge"),
  IP6(10, "ip6");

  private final int number;
  private final String word;

  Family(int number, String word) {
    this.number = number;
    this.word = word;
  }

  /**
   * The family of a number of {@code NFPROTO_*}.
   *
   * @throws IllegalArgumentException if no family has it
   */
  public static Family of(int number) {
    for (Family family : values()) {
      if (family.number == number) {
        return family;
      }
    }
    throw new IllegalArgumentException("no netfilter family " + number);
  }

  /** The kernel's number. */
  public int number() {
    return number;
  }

  /** The word that nft uses. */
  public String word() {
    return word;
  }
}
