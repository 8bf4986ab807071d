package dev.dejima.netstack.path;

import dev.dejima.kernel.path.DeviceEvent.Origin;
import dev.dejima.kernel.path.Moment;
import dev.dejima.kernel.path.PathEvent;
import org.jspecify.annotations.Nullable;

/**
 * The ways of packets through one namespace. A packet has a {@link PacketPath} only while somebody
 * listens, so that whoever would tell looks at that alone.
 */
public final class PathLog {
  private final Paths paths;
  private final String namespace;

  public PathLog(Paths paths, String namespace) {
    this.paths = paths;
    this.namespace = namespace;
  }

  /** Whether anybody listens. */
  public boolean on() {
    return paths.on;
  }

  /** A packet came into this namespace by that way, or was there already; null begins one here. */
  public PacketPath enter(@Nullable PacketPath path) {
    PacketPath entered = path == null ? made(Origin.KERNEL) : path;
    entered.log = this;
    return entered;
  }

  /** The way of a packet that is being made, because of the one that a transport is shown. */
  public PacketPath made(Origin origin) {
    return new PacketPath(this, origin, paths.handled);
  }

  /** What happens now because of no packet. */
  public Moment now() {
    return new Moment(paths.loop.nanoTime(), namespace, 0);
  }

  /** Tells all who listen. */
  public void tell(PathEvent event) {
    paths.tell(event);
  }

  /** What is made from now on is made because of this packet; null when that is over. */
  public void handling(@Nullable PacketPath path) {
    paths.handled = path == null ? 0 : path.number;
  }

  Moment moment(long packet) {
    return new Moment(paths.loop.nanoTime(), namespace, packet);
  }

  long nextNumber() {
    return paths.nextNumber();
  }
}
