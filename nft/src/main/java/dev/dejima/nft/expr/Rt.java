package dev.dejima.nft.expr;

/**
 * Of the route that the packet takes ({@code nft_rt.c}).
 *
 * @param key what
 */
public record Rt(Key key) implements Source {
  /** {@code enum nft_rt_keys}; the ordinal is the kernel's number. */
  public enum Key {
    CLASSID("classid"),
    NEXTHOP4("nexthop4"),
    NEXTHOP6("nexthop6"),
    TCPMSS("tcpmss"),
    IPSEC("ipsec");

    private final String word;

    Key(String word) {
      this.word = word;
    }

    /** The word of {@code --debug=netlink}. */
    public String word() {
      return word;
    }
  }
}
