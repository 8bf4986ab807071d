package dev.dejima.nft.expr;

/** What a stateful object does ({@code NFT_OBJECT_*}); the ordinal is the kernel's number. */
public enum ObjectType {
  UNSPEC,
  COUNTER,
  QUOTA,
  CT_HELPER,
  LIMIT,
  CONNLIMIT,
  TUNNEL,
  CT_TIMEOUT,
  SECMARK,
  CT_EXPECTATION,
  SYNPROXY;

  /**
   * The type of a number.
   *
   * @throws IllegalArgumentException if none has it
   */
  public static ObjectType of(int number) {
    if (number < 0 || number >= values().length) {
      throw new IllegalArgumentException("no object type " + number);
    }
    return values()[number];
  }

  /** The kernel's number. */
  public int number() {
    return ordinal();
  }
}
