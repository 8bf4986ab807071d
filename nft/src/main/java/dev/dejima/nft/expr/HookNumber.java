package dev.dejima.nft.expr;

/** The places where base chains see packets; numbers differ by family ({@code NF_INET_*}). */
public enum HookNumber {
  PREROUTING("prerouting"),
  INPUT("input"),
  FORWARD("forward"),
  OUTPUT("output"),
  POSTROUTING("postrouting"),
  INGRESS("ingress"),
  EGRESS("egress");

  private final String word;

  HookNumber(String word) {
    this.word = word;
  }

  /** The word that nft uses. */
  public String word() {
    return word;
  }

  /**
   * The kernel's number of this hook in a family.
   *
   * @throws IllegalArgumentException if the family has no such hook
   */
  public int number(Family family) {
    int number =
        switch (family) {
          case IP, IP6, BRIDGE -> ordinal() < 5 ? ordinal() : -1;
          case INET -> ordinal() < 6 ? ordinal() : -1;
          case ARP -> this == INPUT ? 0 : this == OUTPUT ? 1 : -1;
          case NETDEV -> this == INGRESS ? 0 : this == EGRESS ? 1 : -1;
          case UNSPEC -> -1;
        };
    if (number < 0) {
      throw new IllegalArgumentException("family " + family.word() + " has no hook " + word);
    }
    return number;
  }

  /**
   * The hook of a number in a family.
   *
   * @throws IllegalArgumentException if the family has no such hook
   */
  public static HookNumber of(Family family, int number) {
    return switch (family) {
      case ARP -> number == 0 ? INPUT : OUTPUT;
      case NETDEV -> number == 0 ? INGRESS : EGRESS;
      default -> values()[number];
    };
  }
}
