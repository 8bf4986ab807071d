package dev.dejima.nft.expr;

/** How a request that makes something treats what is there already ({@code linux/netlink.h}). */
public enum NewFlag {
  /** {@code NLM_F_REPLACE}: replace what is there. */
  REPLACE(0x100),
  /** {@code NLM_F_EXCL}: fail with EEXIST if it is there. */
  EXCL(0x200),
  /** {@code NLM_F_CREATE}: make it if it is not there. */
  CREATE(0x400),
  /** {@code NLM_F_APPEND}: put it behind the others; without it a rule goes before them. */
  APPEND(0x800);

  private final int bit;

  NewFlag(int bit) {
    this.bit = bit;
  }

  /** The flag's bit in {@code nlmsg_flags}. */
  public int bit() {
    return bit;
  }
}
