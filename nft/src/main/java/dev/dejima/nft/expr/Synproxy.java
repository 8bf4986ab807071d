package dev.dejima.nft.expr;

/**
 * Answers SYN segments in a server's stead ({@code nft_synproxy.c}).
 *
 * @param mss the greatest segment to announce
 * @param wscale the window scale to announce
 * @param flags {@link #MSS} and the like: what to announce at all
 */
public record Synproxy(int mss, int wscale, int flags) implements Handover, ObjectData {
  /** {@code NF_SYNPROXY_OPT_MSS}. */
  public static final int MSS = 0x01;

  /** {@code NF_SYNPROXY_OPT_WSCALE}. */
  public static final int WSCALE = 0x02;

  /** {@code NF_SYNPROXY_OPT_SACK_PERM}. */
  public static final int SACK_PERM = 0x04;

  /** {@code NF_SYNPROXY_OPT_TIMESTAMP}. */
  public static final int TIMESTAMP = 0x08;
}
