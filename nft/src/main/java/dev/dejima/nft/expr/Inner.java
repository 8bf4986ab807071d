package dev.dejima.nft.expr;

/**
 * Loads from a packet inside a tunnel: what an expression does, with the headers that the tunnel
 * carries ({@code nft_inner.c}).
 *
 * @param type which tunnel, {@code enum nft_inner_type}
 * @param headerSize octets of the tunnel's own header
 * @param flags which headers there are ({@code NFT_INNER_*})
 * @param expr a {@link Payload} or a {@link Meta}
 */
public record Inner(int type, int headerSize, int flags, Expr expr) implements Expr {
  /** Only these two can look into a tunnel. */
  public Inner {
    if (!(expr instanceof Payload) && !(expr instanceof Meta)) {
      throw new IllegalArgumentException("an inner " + expr);
    }
  }

  /** The register that is loaded. */
  public int dreg() {
    return expr instanceof Payload payload ? payload.dreg() : ((Meta) expr).dreg();
  }
}
