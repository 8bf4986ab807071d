package dev.dejima.nft.expr;

/**
 * Drops the packet and tells its sender ({@code nft_reject.c}).
 *
 * @param type what to tell it by
 * @param code ICMP or ICMPv6 code, or {@code NFT_REJECT_ICMPX_*}; 0 for {@code TCP_RST}
 */
public record Reject(Type type, int code) implements Expr {
  /** {@code enum nft_reject_types}; the ordinal is the kernel's number. */
  public enum Type {
    ICMP_UNREACH,
    TCP_RST,
    ICMPX_UNREACH
  }
}
