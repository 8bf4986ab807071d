package dev.dejima.nft.expr;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A flowtable ({@code NFT_MSG_NEWFLOWTABLE}): flows in it take a short cut.
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name
 * @param handle the kernel's number of it
 * @param hook where it catches packets; absent where devices are added to one that exists
 * @param flags {@link #OFFLOAD} and {@link #COUNTER}
 * @param use rules that refer to it
 * @param mode what to do if it exists
 */
public record NewFlowtable(
    Family family,
    String table,
    String name,
    long handle,
    @Nullable Hook hook,
    List<String> devices,
    int flags,
    int use,
    Set<NewFlag> mode)
    implements NftMessage {
  /** {@code NFT_FLOWTABLE_HW_OFFLOAD}. */
  public static final int OFFLOAD = 1;

  /** {@code NFT_FLOWTABLE_COUNTER}. */
  public static final int COUNTER = 2;

  /**
   * Where packets are caught.
   *
   * @param hook which of the netdev family's hooks
   * @param priority its place among the hook's, lowest first
   */
  public record Hook(HookNumber hook, int priority) {}

  /** Keeps a copy of the devices. */
  public NewFlowtable {
    devices = List.copyOf(devices);
  }
}
