package dev.dejima.kernel.path;

import java.util.List;

/** A packet is cut, waits for its other parts, or is put together. */
public sealed interface FragmentEvent extends PathEvent {
  /**
   * It is too large for where it is to go.
   *
   * @param length octets of it
   * @param mtu octets of the largest packet there
   * @param mayCut whether it may be cut; if not it is dropped
   */
  record TooBig(Moment moment, String device, int length, int mtu, boolean mayCut)
      implements FragmentEvent {}

  /** A fragment waits for the others of its packet. */
  record Held(Moment moment) implements FragmentEvent {}

  /**
   * The last fragment came: this packet is the whole.
   *
   * @param parts the numbers of the fragments, this packet's own among them
   */
  record Reassembled(Moment moment, List<Long> parts, int length) implements FragmentEvent {}
}
