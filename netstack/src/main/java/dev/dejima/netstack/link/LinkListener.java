package dev.dejima.netstack.link;

/** Told what becomes of a namespace's devices, after it did. */
public interface LinkListener {
  /** A device is there now: made, or moved in. It is down. */
  void added(NetDevice device);

  /** A device was set up. */
  void up(NetDevice device);

  /** A device was set down. */
  void down(NetDevice device);

  /** Its carrier came or went. */
  void carrier(NetDevice device);

  /** Something else about it is not as it was. */
  void changed(NetDevice device);

  /** A device goes: deleted, or moved away. It is down already. */
  void removed(NetDevice device);
}
