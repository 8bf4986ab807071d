package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a packet, or where its evaluation goes on ({@code NFTA_VERDICT_*}).
 *
 * @param code what to do
 * @param chain the chain to go to; present for {@code JUMP} and {@code GOTO} only, where {@code
 *     chainId} is 0
 * @param chainId the number within its batch of a chain to go to that has no name; else 0
 */
public record Verdict(Code code, @Nullable String chain, int chainId) implements Data {
  /** The verdicts' codes ({@code enum nft_verdicts} and {@code NF_*}). */
  public enum Code {
    DROP(0),
    ACCEPT(1),
    QUEUE(3),
    CONTINUE(-1),
    BREAK(-2),
    JUMP(-3),
    GOTO(-4),
    RETURN(-5);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /**
     * The code of a number.
     *
     * @throws IllegalArgumentException if none has it
     */
    public static Code of(int number) {
      for (Code code : values()) {
        if (code.number == number) {
          return code;
        }
      }
      throw new IllegalArgumentException("no verdict " + number);
    }

    public int number() {
      return number;
    }
  }

  public static final Verdict ACCEPT = new Verdict(Code.ACCEPT, null);
  public static final Verdict DROP = new Verdict(Code.DROP, null);
  public static final Verdict CONTINUE = new Verdict(Code.CONTINUE, null);
  public static final Verdict RETURN = new Verdict(Code.RETURN, null);

  /** Checks that a chain is named just where one is needed. */
  public Verdict {
    if ((chain != null || chainId != 0) != (code == Code.JUMP || code == Code.GOTO)) {
      throw new IllegalArgumentException(code + " with chain " + chain);
    }
  }

  /** A verdict that names its chain, if it has one. */
  public Verdict(Code code, @Nullable String chain) {
    this(code, chain, 0);
  }

  public static Verdict jump(String chain) {
    return new Verdict(Code.JUMP, chain);
  }

  public static Verdict goTo(String chain) {
    return new Verdict(Code.GOTO, chain);
  }
}
