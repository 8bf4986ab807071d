package dev.dejima.nft.expr;

/**
 * Of the socket that the packet belongs to ({@code nft_socket.c}).
 *
 * @param key what
 * @param level of {@code CGROUPV2}, how deep in the tree of control groups; else 0
 */
public record Socket(Key key, int level) implements Source {
  /** {@code enum nft_socket_keys}; the ordinal is the kernel's number. */
  public enum Key {
    TRANSPARENT("transparent"),
    MARK("mark"),
    WILDCARD("wildcard"),
    CGROUPV2("cgroupv2");

    private final String word;

    Key(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
