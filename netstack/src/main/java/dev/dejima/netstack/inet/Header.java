package dev.dejima.netstack.inet;

/**
 * What the IP header of a packet is to say.
 *
 * @param ttl or hop limit; 0 for the default
 * @param tos or traffic class
 * @param dontFragment of IPv4
 * @param identification of IPv4; {@link #DRAWN} for the next of the way's own count
 * @param labelled of IPv6: whether it has the flow label that the host gives such packets
 */
public record Header(
    int protocol, int ttl, int tos, boolean dontFragment, int identification, boolean labelled) {
  /** An identification that is not the sender's own. */
  public static final int DRAWN = -1;

  /** One that is labelled. */
  public Header(int protocol, int ttl, int tos, boolean dontFragment, int identification) {
    this(protocol, ttl, tos, dontFragment, identification, true);
  }

  /** One that may be cut into fragments. */
  public static Header of(int protocol, int ttl, int tos) {
    return new Header(protocol, ttl, tos, false, DRAWN);
  }
}
