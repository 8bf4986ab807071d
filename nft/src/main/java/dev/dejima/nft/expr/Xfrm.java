package dev.dejima.nft.expr;

/**
 * Of an IPsec transformation that the packet has undergone, or shall undergo ({@code nft_xfrm.c}).
 *
 * @param key what
 * @param direction of which
 * @param number which of several, from 0
 */
public record Xfrm(Key key, Direction direction, int number) implements Source {
  /** {@code XFRM_POLICY_*}; the ordinal is the kernel's number. */
  public enum Direction {
    IN("in"),
    OUT("out");

    private final String word;

    Direction(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** {@code enum nft_xfrm_keys}; the kernel's number is the ordinal and one. */
  public enum Key {
    DADDR_IP4("daddr4"),
    DADDR_IP6("daddr6"),
    SADDR_IP4("saddr4"),
    SADDR_IP6("saddr6"),
    REQID("reqid"),
    SPI("spi");

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
