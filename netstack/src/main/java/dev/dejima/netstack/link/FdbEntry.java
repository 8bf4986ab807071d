package dev.dejima.netstack.link;

import org.jspecify.annotations.Nullable;

/** By which port frames for an address leave ({@code struct net_bridge_fdb_entry}). */
public final class FdbEntry {
  /** Whose frames. */
  public final long mac;

  @Nullable BridgePort port;

  /** Whether frames for it are the host's own. */
  boolean local;

  /** Whether it stays for ever. */
  boolean fixed;

  /** Whether it stays at its port, wherever frames come from. */
  boolean sticky;

  /** Whether somebody set it, or changed it. */
  boolean byUser;

  /** Whether somebody else learned it, who has to refresh it. */
  boolean external;

  /** When it was last looked at by who sends, by the clock. */
  long used;

  /** When a frame last came from there, by the clock. */
  long updated;

  FdbEntry(long mac, @Nullable BridgePort port, long now) {
    this.mac = mac;
    this.port = port;
    this.used = now;
    this.updated = now;
  }

  /** The port; null for the bridge itself. */
  public @Nullable BridgePort port() {
    return port;
  }

  public boolean isLocal() {
    return local;
  }

  /** Whether it never grows old. */
  public boolean isStatic() {
    return fixed;
  }

  public boolean isSticky() {
    return sticky;
  }

  public boolean isExternal() {
    return external;
  }

  /** When it was last used, by the clock. */
  public long used() {
    return used;
  }

  /** When it was last refreshed, by the clock. */
  public long updated() {
    return updated;
  }

  /** Whether frames taught it. */
  boolean isLearned() {
    return !byUser && !local && !external;
  }

  boolean growsOld() {
    return !fixed && !external;
  }
}
