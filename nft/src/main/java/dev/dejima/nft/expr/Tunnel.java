package dev.dejima.nft.expr;

/**
 * Of the tunnel that the packet came through, or shall go through ({@code nft_tunnel.c}).
 *
 * @param key what
 */
public record Tunnel(Key key) implements Source {
  /** {@code enum nft_tunnel_keys}; the ordinal is the kernel's number. */
  public enum Key {
    /** Whether there is a tunnel. */
    PATH("path"),
    ID("id");

    private final String word;

    Key(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
