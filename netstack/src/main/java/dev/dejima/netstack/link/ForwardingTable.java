package dev.dejima.netstack.link;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewFdbEntry;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.nft.expr.NewFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A bridge's forwarding database (net/bridge/br_fdb.c): which address is behind which port. What
 * was learned is forgotten when no frame has refreshed it for the ageing time; until then it
 * counts.
 */
public final class ForwardingTable {
  private static final long MILLISECOND = 1_000_000;
  private static final long LEAST_INTERVAL = 10 * MILLISECOND;
  private static final long FIRST_INTERVAL = 100 * MILLISECOND;
  private static final long MULTICAST_BIT = 1L << 40;

  private final Bridge bridge;
  private final Long2ObjectHashMap<FdbEntry> byAddress = new Long2ObjectHashMap<>();

  /** The newest last. */
  private final List<FdbEntry> entries = new ArrayList<>();

  private final Timer collector;
  private int learned;

  ForwardingTable(Bridge bridge) {
    this.bridge = bridge;
    this.collector = bridge.loop.backgroundTimer(this::collect);
  }

  private long now() {
    return bridge.loop.nanoTime();
  }

  @Nullable FdbEntry find(long mac) {
    return byAddress.get(mac);
  }

  /** All of them, the newest first. */
  public List<FdbEntry> all() {
    return entries.reversed();
  }

  /** How many entries frames have taught. */
  int learned() {
    return learned;
  }

  /** Whether an entry should have been forgotten, and will be when somebody comes round. */
  public boolean isOutdated(FdbEntry entry) {
    return entry.growsOld() && entry.updated + bridge.ageingTime() <= now();
  }

  // ---- learning

  /** A frame came from an address by a port ({@code br_fdb_update}). */
  void learn(long mac, BridgePort port) {
    if (bridge.ageingTime() != 0) {
      refresh(mac, port, false);
    }
  }

  private void refresh(long mac, BridgePort port, boolean byUser) {
    FdbEntry entry = find(mac);
    if (entry == null) {
      FdbEntry made = make(mac, port, byUser);
      if (made != null) {
        tell(made);
      }
      return;
    }
    if (entry.local) {
      return;
    }
    entry.updated = now();
    boolean moved = entry.port != port && !entry.sticky;
    if (moved) {
      entry.port = port;
      entry.external = false;
    }
    if (byUser) {
      takeOver(entry);
    }
    if (moved) {
      tell(entry);
    }
  }

  /** Enters an address; null if as many were learned as may be. */
  private @Nullable FdbEntry make(long mac, @Nullable BridgePort port, boolean byUser) {
    long most = bridge.settings().mostLearned;
    if (!byUser && most != 0 && learned >= most) {
      return null;
    }
    FdbEntry entry = new FdbEntry(mac, port, now());
    entry.byUser = byUser;
    learned += byUser ? 0 : 1;
    byAddress.put(mac, entry);
    entries.add(entry);
    return entry;
  }

  private void takeOver(FdbEntry entry) {
    learned -= entry.isLearned() ? 1 : 0;
    entry.byUser = true;
  }

  private void remove(FdbEntry entry) {
    entries.remove(entry);
    forget(entry);
  }

  private void forget(FdbEntry entry) {
    learned -= entry.isLearned() ? 1 : 0;
    byAddress.remove(entry.mac);
    bridge.links.listener.forwarding(bridge, entry, false);
  }

  private void tell(FdbEntry entry) {
    bridge.links.listener.forwarding(bridge, entry, true);
  }

  // ---- growing old

  /** The bridge was set up: from now on somebody comes round. */
  void opened() {
    collector.arm(FIRST_INTERVAL);
  }

  void closed() {
    collector.cancel();
  }

  /** Nanoseconds until somebody comes round. */
  long untilCollection() {
    return collector.pending() ? Math.max(0, collector.expires() - now()) : 0;
  }

  /** Forgets what is too old ({@code br_fdb_cleanup}). */
  void collect() {
    long hold = bridge.ageingTime();
    long next = hold;
    List<FdbEntry> old = new ArrayList<>();
    for (FdbEntry entry : entries) {
      long left = entry.updated + hold - now();
      if (entry.growsOld() && left <= 0) {
        old.add(entry);
      } else if (entry.growsOld()) {
        next = Math.min(next, left);
      }
    }
    drop(old::contains);
    collector.arm(Math.max(next, LEAST_INTERVAL));
  }

  private void drop(Predicate<FdbEntry> which) {
    List<FdbEntry> gone = entries.stream().filter(which).toList();
    entries.removeIf(which);
    gone.forEach(this::forget);
  }

  // ---- the host's own addresses

  /**
   * An address of a port, or of the bridge itself for null, is the host's ({@code fdb_add_local}).
   */
  void addLocal(@Nullable BridgePort port, long mac) {
    if (mac == 0 || (mac & MULTICAST_BIT) != 0) {
      return;
    }
    FdbEntry there = find(mac);
    if (there != null && there.local) {
      return;
    }
    if (there != null) {
      remove(there);
    }
    FdbEntry entry = new FdbEntry(mac, port, now());
    entry.local = true;
    entry.fixed = true;
    byAddress.put(mac, entry);
    entries.add(entry);
    tell(entry);
  }

  /** The bridge has another address. */
  void bridgeAddressChanged(long before, long mac) {
    FdbEntry old = find(before);
    if (old != null && old.local && old.port == null && !old.byUser) {
      removeLocal(null, old);
    }
    addLocal(null, mac);
  }

  /** A port has another address. */
  void portAddressChanged(BridgePort port, long mac) {
    for (FdbEntry entry : List.copyOf(entries)) {
      if (entry.port == port && entry.local && !entry.byUser) {
        removeLocal(port, entry);
      }
    }
    addLocal(port, mac);
  }

  /** Takes an address off a port, unless another port or the bridge has the same. */
  private void removeLocal(@Nullable BridgePort port, FdbEntry entry) {
    for (BridgePort other : bridge.ports()) {
      if (other != port && other.device().mac() == entry.mac) {
        entry.port = other;
        entry.byUser = false;
        return;
      }
    }
    if (port != null && bridge.mac() == entry.mac) {
      entry.port = null;
      entry.byUser = false;
      return;
    }
    remove(entry);
  }

  // ---- what goes with ports, or by request

  /** A port goes, with all that is behind it. */
  void removePort(BridgePort port) {
    removeAll(port, _ -> true);
  }

  /** A port is out of use: what was learned there is forgotten. */
  void flush(@Nullable BridgePort port) {
    removeAll(port, FdbEntry::growsOld);
  }

  private void removeAll(@Nullable BridgePort port, Predicate<FdbEntry> which) {
    for (FdbEntry entry : List.copyOf(entries)) {
      if (entry.port == port && which.test(entry)) {
        if (entry.local) {
          removeLocal(port, entry);
        } else {
          remove(entry);
        }
      }
    }
  }

  /** Forgets what was learned, whatever the port. */
  void flushAll() {
    drop(FdbEntry::growsOld);
  }

  /**
   * Forgets everything at a port, or everything there is for null, the host's own too ({@code
   * br_fdb_flush}).
   */
  public void clear(@Nullable BridgePort port) {
    drop(entry -> port == null || entry.port == port);
  }

  /**
   * Sets an entry ({@code fdb_add_entry}).
   *
   * @param port null for the bridge itself
   * @throws NetlinkException EPERM for a port that does not learn, EINVAL, ENOENT, EEXIST
   */
  public void set(@Nullable BridgePort port, NewFdbEntry request) throws NetlinkException {
    int state = request.state();
    long mac = request.address().value();
    if ((request.flags() & NewFdbEntry.USE) != 0) {
      use(port, mac);
      return;
    }
    boolean permanent = (state & NewFdbEntry.PERMANENT) != 0;
    boolean fixed = permanent || (state & NewFdbEntry.NOARP) != 0;
    boolean external = (request.flags() & NewFdbEntry.EXTERNALLY_LEARNED) != 0;
    boolean sticky = (request.flags() & NewFdbEntry.STICKY) != 0;
    if (port != null && !fixed && !external && !port.learns()) {
      throw new NetlinkException(Errno.EPERM);
    }
    if (port == null && !permanent || sticky && permanent) {
      throw new NetlinkException(Errno.EINVAL);
    }
    FdbEntry entry = external ? external(mac, port) : named(mac, port, request);
    entry.local = permanent;
    entry.fixed = fixed;
    entry.sticky = sticky;
    entry.external = external;
    entry.used = now();
    entry.updated = now();
    tell(entry);
  }

  private void use(@Nullable BridgePort port, long mac) throws NetlinkException {
    if (port == null) {
      throw new NetlinkException(Errno.EINVAL);
    }
    if (port.learns()) {
      refresh(mac, port, true);
    }
  }

  private FdbEntry named(long mac, @Nullable BridgePort port, NewFdbEntry request)
      throws NetlinkException {
    FdbEntry entry = find(mac);
    if (entry == null && !request.mode().contains(NewFlag.CREATE)) {
      throw new NetlinkException(Errno.ENOENT);
    }
    if (entry != null && request.mode().contains(NewFlag.EXCL)) {
      throw new NetlinkException(Errno.EEXIST);
    }
    return external(mac, port);
  }

  private FdbEntry external(long mac, @Nullable BridgePort port) {
    FdbEntry entry = find(mac);
    if (entry == null) {
      FdbEntry made = make(mac, port, true);
      if (made == null) {
        throw new IllegalStateException("what users set is not counted");
      }
      return made;
    }
    takeOver(entry);
    entry.port = port;
    return entry;
  }

  /**
   * Deletes an entry of a port, or of the bridge itself for null.
   *
   * @throws NetlinkException ENOENT if there is none there
   */
  public void delete(@Nullable BridgePort port, long mac) throws NetlinkException {
    FdbEntry entry = find(mac);
    if (entry == null || entry.port != port) {
      throw new NetlinkException(Errno.ENOENT);
    }
    remove(entry);
  }
}
