package dev.dejima.nft.expr;

/**
 * What a look-up in the routing tables finds ({@code nft_fib.c}).
 *
 * @param flags what is looked up: the bits here
 * @param result what is wanted of the route
 */
public record Fib(int flags, Result result) implements Source {
  public static final int SADDR = 1;
  public static final int DADDR = 1 << 1;
  public static final int MARK = 1 << 2;
  public static final int IIF = 1 << 3;
  public static final int OIF = 1 << 4;

  /** Only whether there is such a result, as one octet. */
  public static final int PRESENT = 1 << 5;

  /** {@code enum nft_fib_result}; the kernel's number is the ordinal and one. */
  public enum Result {
    OIF,
    OIFNAME,
    TYPE
  }

  public boolean isPresence() {
    return (flags & PRESENT) != 0;
  }
}
