package dev.dejima.nft.expr;

/**
 * Loads octets of the packet, or breaks off the rule where the packet has none there ({@code
 * nft_payload.c}).
 *
 * @param dreg where to
 * @param base the header that offsets count from
 * @param offset octets from the header's start
 * @param length octets to load
 */
public record Payload(int dreg, Base base, int offset, int length) implements Expr {
  /**
   * Where offsets count from ({@code enum nft_payload_bases}); the ordinal is the kernel's number.
   */
  public enum Base {
    LINK,
    NETWORK,
    TRANSPORT,
    INNER,
    /** Only inside a tunnel: the tunnel's own header. */
    TUNNEL
  }
}
