package dev.dejima.netstack.inet;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.Device;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a socket says of the way of its packets, beside their addresses.
 *
 * @param bound the device to leave by; null for any ({@code SO_BINDTODEVICE})
 * @param mark the mark of its packets ({@code SO_MARK})
 * @param transparent whether it may send in others' names ({@code IP_TRANSPARENT})
 */
public record Origin(@Nullable Device bound, int mark, boolean transparent) {
  /** A socket that nothing was said of. */
  public static final Origin PLAIN = new Origin(null, 0, false);

  /** The same by another device; null for any. */
  public Origin by(@Nullable Device device) {
    return new Origin(device, mark, transparent);
  }

  /** The same under another mark. */
  public Origin marked(int value) {
    return new Origin(bound, value, transparent);
  }

  /** The same, transparent or not. */
  public Origin transparent(boolean value) {
    return new Origin(bound, mark, value);
  }

  /** Whether a socket may be bound to an address. */
  public boolean mayBind(Internet internet, IpAddress address) {
    return transparent || internet.mayBind(address, bound);
  }

  /**
   * The way to an address.
   *
   * @param source the source if already chosen; null to have one selected
   * @throws KernelException as {@link Internet#way}
   */
  public Way way(
      Internet internet,
      @Nullable IpAddress source,
      IpAddress to,
      int protocol,
      int tos,
      int sourcePort,
      int destinationPort)
      throws KernelException {
    Selector selector = new Selector(mark, tos, protocol, sourcePort, destinationPort);
    return transparent && source != null
        ? internet.wayFor(source, to, bound, selector)
        : internet.way(source, to, bound, selector);
  }
}
