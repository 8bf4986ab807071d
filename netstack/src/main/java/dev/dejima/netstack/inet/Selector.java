package dev.dejima.netstack.inet;

/**
 * What rules of policy routing see of a packet that is yet to be made, beside its addresses.
 *
 * @param mark its mark
 * @param tos its type of service or traffic class, without the bits of ECN
 * @param protocol the number of its protocol; 0 if none is known
 * @param sourcePort 0 if none is known, or the protocol has none
 * @param destinationPort likewise
 */
public record Selector(int mark, int tos, int protocol, int sourcePort, int destinationPort) {
  private static final int ECN = 3;

  /** Nothing is known. */
  public static final Selector NONE = new Selector(0, 0, 0, 0, 0);

  /** Nothing but the protocol and the type of service. */
  public static Selector of(int protocol, int tos) {
    return new Selector(0, tos & ~ECN, protocol, 0, 0);
  }
}
