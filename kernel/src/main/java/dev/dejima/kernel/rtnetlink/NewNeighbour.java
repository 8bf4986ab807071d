package dev.dejima.kernel.rtnetlink;

import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A neighbour: what link-layer address an address on a link has ({@code RTM_NEWNEIGH}).
 *
 * @param index the link's number
 * @param address its address
 * @param linkAddress its link-layer address, where known
 * @param state {@code NUD_*}: 1 incomplete, 2 reachable, 4 stale, 8 delay, 16 probe, 32 failed, 64
 *     noarp, 128 permanent
 * @param flags {@link #ROUTER}
 * @param mode what a request does if it exists
 */
public record NewNeighbour(
    int index,
    IpAddress address,
    @Nullable MacAddress linkAddress,
    int state,
    int flags,
    Set<NewFlag> mode)
    implements RouteMessage {
  /** It said that it is a router ({@code NTF_ROUTER}). */
  public static final int ROUTER = 0x80;

  /** One that is not known to be a router. */
  public NewNeighbour(
      int index,
      IpAddress address,
      @Nullable MacAddress linkAddress,
      int state,
      Set<NewFlag> mode) {
    this(index, address, linkAddress, state, 0, mode);
  }
}
