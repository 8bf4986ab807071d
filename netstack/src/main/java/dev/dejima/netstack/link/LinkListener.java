package dev.dejima.netstack.link;

/** Told what becomes of devices, after it did. */
public interface LinkListener {
  /** A device is there now: made, or moved in. It is down. */
  default void added(NetDevice device) {}

  /** A device was set up. */
  default void up(NetDevice device) {}

  /** A device was set down. */
  default void down(NetDevice device) {}

  /** Its carrier came or went. */
  default void carrier(NetDevice device) {}

  /** Something else about it is not as it was. */
  default void changed(NetDevice device) {}

  /** A device goes: deleted, or moved away. It is down already. */
  default void removed(NetDevice device) {}

  /**
   * An entry of a bridge's forwarding database came or is not as it was, or went.
   *
   * @param there false if it went
   */
  default void forwarding(Bridge bridge, FdbEntry entry, boolean there) {}
}
