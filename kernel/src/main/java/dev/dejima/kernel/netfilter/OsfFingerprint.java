package dev.dejima.kernel.netfilter;

import java.util.List;

/**
 * How an operating system's SYN segments look ({@code struct nf_osf_user_finger}).
 *
 * @param window what its window is a multiple of, if it is
 * @param windowValue how many times that, or the window itself; 0 for any plain window
 * @param ttl the TTL that it begins with, 0 to 255
 * @param dontFragment whether its packets must not be cut
 * @param length octets of the IP packet
 * @param options the options of TCP, in order
 * @param genre the system's name, at most 31 octets
 * @param version likewise, its version
 * @param subtype likewise, what else tells it from others
 */
public record OsfFingerprint(
    Window window,
    int windowValue,
    int ttl,
    boolean dontFragment,
    int length,
    List<Option> options,
    String genre,
    String version,
    String subtype) {
  /** What a number may be a multiple of ({@code OSF_WSS_*}); the ordinal is the number. */
  public enum Window {
    PLAIN,
    MSS,
    MTU,
    MODULO
  }

  /**
   * An option. What it holds is not compared by Linux.
   *
   * @param kind its number
   * @param length its octets
   * @param wildcard what its value is a multiple of
   * @param value its value
   */
  public record Option(int kind, int length, Window wildcard, int value) {}

  /** Keeps a copy. */
  public OsfFingerprint {
    options = List.copyOf(options);
  }
}
