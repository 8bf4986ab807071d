package dev.dejima.nft.expr;

/**
 * The name of the operating system that a TCP SYN packet is like, by the fingerprints that the
 * kernel was given ({@code nft_osf.c}).
 *
 * @param ttl how the time to live is compared
 * @param version whether the version follows the name, behind a colon
 */
public record Osf(Ttl ttl, boolean version) implements Source {
  /** {@code NF_OSF_TTL_*}; the ordinal is the kernel's number. */
  public enum Ttl {
    /** In the same network as the fingerprint says, beyond at most as high. */
    TRUE,
    /** At most as high as the fingerprint says. */
    LOOSE,
    /** Not at all. */
    SKIP
  }
}
