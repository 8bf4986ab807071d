package dev.dejima.nft.expr;

import java.util.OptionalInt;

/**
 * The registers and flags that bound a translation ({@code NFTA_NAT_REG_*}). An absent register has
 * not been given; a lone minimum is its own maximum.
 *
 * @param addressMin register of the lowest address
 * @param addressMax register of the highest address
 * @param portMin register of the lowest port
 * @param portMax register of the highest port
 * @param flags {@code NF_NAT_RANGE_*} of {@code linux/netfilter/nf_nat.h}
 */
public record NatRange(
    OptionalInt addressMin,
    OptionalInt addressMax,
    OptionalInt portMin,
    OptionalInt portMax,
    int flags) {
  public static final int MAP_IPS = 1;
  public static final int PROTO_SPECIFIED = 2;
  public static final int PROTO_RANDOM = 4;
  public static final int PERSISTENT = 8;
  public static final int PROTO_RANDOM_FULLY = 16;
  public static final int PROTO_OFFSET = 32;
  public static final int NETMAP = 64;

  /** No bounds at all. */
  public static final NatRange NONE =
      new NatRange(
          OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), 0);
}
