package dev.dejima.nft.expr;

/**
 * Loads octets of an extension header, an option or a chunk, or breaks off the rule where the
 * packet has none such; or loads whether it has one ({@code nft_exthdr.c}).
 *
 * @param dreg where to
 * @param op what kind of thing is looked for
 * @param type its number: the next-header value, the option's kind, the chunk's type
 * @param offset octets from its start
 * @param length octets to load
 * @param present whether to load 1 if it is there and 0 if not, instead of its octets ({@code
 *     NFT_EXTHDR_F_PRESENT})
 */
public record Exthdr(int dreg, Op op, int type, int offset, int length, boolean present)
    implements Expr {
  /** What is looked for ({@code enum nft_exthdr_op}); the ordinal is the kernel's number. */
  public enum Op {
    IPV6,
    TCPOPT,
    IPV4,
    SCTP,
    DCCP
  }
}
