package dev.dejima.netstack.inet;

/**
 * What rules of policy routing see of a packet that is yet to be made, beside its addresses.
 *
 * @param mark its mark
 * @param protocol the number of its protocol; 0 if none is known
 * @param sourcePort 0 if none is known, or the protocol has none
 * @param destinationPort likewise
 */
public record Selector(int mark, int protocol, int sourcePort, int destinationPort) {
  /** Nothing is known. */
  public static final Selector NONE = new Selector(0, 0, 0, 0);
}
