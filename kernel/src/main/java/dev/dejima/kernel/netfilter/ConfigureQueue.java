package dev.dejima.kernel.netfilter;

import org.jspecify.annotations.Nullable;

/**
 * Takes a queue, changes how it works, or leaves it ({@code NFQNL_MSG_CONFIG}). A field that is
 * absent stays as it is.
 *
 * @param queue its number, 0 to 65535
 * @param command absent for a queue that is the program's already
 * @param mode how much of each packet to tell; {@code NONE} until it is set
 * @param range octets to tell of each packet; 0 for all
 * @param maxLength packets that may wait for a verdict; 1024 until it is set
 * @param mask which of the flags to change
 * @param flags {@link #FAIL_OPEN} and its like
 */
public record ConfigureQueue(
    int queue,
    @Nullable Command command,
    @Nullable CopyMode mode,
    int range,
    @Nullable Integer maxLength,
    int mask,
    int flags)
    implements QueueMessage {
  /** Packets that find the queue full are accepted rather than dropped. */
  public static final int FAIL_OPEN = 1;

  /** The flow is told with each packet. */
  public static final int CONNTRACK = 2;

  /** Packets come as large as they are, not in segments. */
  public static final int GSO = 4;

  /** The sender's user and group are told, if it is one of this host. */
  public static final int UID_GID = 8;

  /** The security context is told. */
  public static final int SECURITY_CONTEXT = 16;

  /** What to do ({@code NFQNL_CFG_CMD_*}); the ordinal and one make the number. */
  public enum Command {
    BIND,
    UNBIND
  }

  /** Takes a queue and asks for whole packets. */
  public static ConfigureQueue bind(int queue) {
    return new ConfigureQueue(queue, Command.BIND, CopyMode.PACKET, 0, null, 0, 0);
  }

  /** Leaves a queue; packets that wait in it are dropped. */
  public static ConfigureQueue unbind(int queue) {
    return new ConfigureQueue(queue, Command.UNBIND, null, 0, null, 0, 0);
  }

  /** Bounds how many packets may wait. */
  public static ConfigureQueue maxLength(int queue, int packets) {
    return new ConfigureQueue(queue, null, null, 0, packets, 0, 0);
  }

  /** Sets and clears flags. */
  public static ConfigureQueue flags(int queue, int mask, int flags) {
    return new ConfigureQueue(queue, null, null, 0, null, mask, flags);
  }
}
