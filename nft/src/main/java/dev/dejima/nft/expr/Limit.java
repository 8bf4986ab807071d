package dev.dejima.nft.expr;

/**
 * Goes on with the rule while packets, or octets, stay under a rate ({@code nft_limit.c}).
 *
 * @param rate how many in a unit of time
 * @param unit the unit, in seconds
 * @param burst how many more at once
 * @param type what is counted
 * @param over whether to go on when the rate is exceeded instead ({@code NFT_LIMIT_F_INV})
 */
public record Limit(long rate, long unit, int burst, Type type, boolean over)
    implements Expr, ObjectData {
  /** {@code enum nft_limit_type}; the ordinal is the kernel's number. */
  public enum Type {
    PACKETS,
    BYTES
  }
}
