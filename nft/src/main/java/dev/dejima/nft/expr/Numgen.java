package dev.dejima.nft.expr;

/**
 * A number that the kernel makes for each packet ({@code nft_numgen.c}): at least the offset, and
 * less than that and the modulus.
 *
 * @param mode how
 * @param modulus unsigned, at least 1
 * @param offset unsigned
 */
public record Numgen(Mode mode, int modulus, int offset) implements Source {
  /** {@code enum nft_ng_types}; the ordinal is the kernel's number. */
  public enum Mode {
    /** One more than the last. */
    INC("inc"),
    /** By chance. */
    RANDOM("random");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
