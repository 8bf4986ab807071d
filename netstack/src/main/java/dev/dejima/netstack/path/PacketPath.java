package dev.dejima.netstack.path;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DeviceEvent.Origin;
import dev.dejima.kernel.path.Moment;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.packet.Bytes;
import java.util.function.Supplier;

/** The way of one packet, told to who listens. */
public final class PacketPath {
  final long number;
  private final Origin origin;
  private final long of;
  PathLog log;
  private boolean begun;

  PacketPath(PathLog log, Origin origin, long of) {
    this.log = log;
    this.origin = origin;
    this.of = of;
    this.number = log.nextNumber();
  }

  /** Where the packet is. */
  public PathLog log() {
    return log;
  }

  /** What the packet is called. */
  public long number() {
    return number;
  }

  /** When and where something happens to the packet. */
  public Moment now() {
    return log.moment(number);
  }

  /** Tells all who listen. */
  public void tell(PathEvent event) {
    log.tell(event);
  }

  /** The way of another packet that is made of this one, or because of it. */
  public PacketPath derive(Origin why) {
    return new PacketPath(log, why, number);
  }

  /** Says that the packet was made, once. */
  public void begin(Supplier<Bytes> contents) {
    if (!begun) {
      begun = true;
      tell(new DeviceEvent.Made(now(), origin, of, contents.get()));
    }
  }
}
