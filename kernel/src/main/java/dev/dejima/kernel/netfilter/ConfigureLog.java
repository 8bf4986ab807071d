package dev.dejima.kernel.netfilter;

import org.jspecify.annotations.Nullable;

/**
 * Takes a log group, changes how it works, or leaves it ({@code NFULNL_MSG_CONFIG}). A field that
 * is absent stays as it is.
 *
 * @param group its number, 0 to 65535
 * @param command absent for a group that is the program's already
 * @param mode how much of each packet to tell; {@code PACKET} until it is set
 * @param range octets to tell of each packet; 0 for all
 * @param timeout hundredths of a second that packets may wait for others; 100 until it is set
 * @param threshold packets that are told together; 100 until it is set
 * @param flags {@link #SEQUENCE} and its like
 */
public record ConfigureLog(
    int group,
    @Nullable Command command,
    @Nullable CopyMode mode,
    int range,
    @Nullable Integer timeout,
    @Nullable Integer threshold,
    @Nullable Integer flags)
    implements LogMessage {
  /** The group's packets are numbered. */
  public static final int SEQUENCE = 1;

  /** The packets of all groups are numbered. */
  public static final int GLOBAL_SEQUENCE = 2;

  /** The flow is told with each packet. */
  public static final int CONNTRACK = 4;

  /** What to do ({@code NFULNL_CFG_CMD_*}); the ordinal and one make the number. */
  public enum Command {
    BIND,
    UNBIND
  }

  /**
   * Takes a group and asks for packets.
   *
   * @param range octets to tell of each; 0 for all
   */
  public static ConfigureLog bind(int group, int range) {
    return new ConfigureLog(group, Command.BIND, CopyMode.PACKET, range, null, null, null);
  }

  /** Leaves a group; packets that wait for others are told. */
  public static ConfigureLog unbind(int group) {
    return new ConfigureLog(group, Command.UNBIND, null, 0, null, null, null);
  }
}
