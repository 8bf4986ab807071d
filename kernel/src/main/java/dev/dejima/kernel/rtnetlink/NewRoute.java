package dev.dejima.kernel.rtnetlink;

import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route ({@code RTM_NEWROUTE}).
 *
 * @param destination the network it leads to
 * @param gateway the next hop; absent where the network is on the link
 * @param device the number of the link; 0 where not given
 * @param preferredSource the source address for packets that have none yet
 * @param metric its preference, lowest first ({@code RTA_PRIORITY}); 0 where not given
 * @param table {@link #MAIN}, {@link #LOCAL} or another
 * @param protocol who made it: {@code RTPROT_*}, 2 kernel, 3 boot, 4 static
 * @param scope {@code RT_SCOPE_*}: 0 universe, 253 link, 254 host
 * @param type what becomes of a packet that takes it
 * @param flags {@link #ONLINK}, {@link #LINKDOWN}
 * @param mode what a request does if it exists
 */
public record NewRoute(
    Prefix destination,
    @Nullable IpAddress gateway,
    int device,
    @Nullable IpAddress preferredSource,
    int metric,
    int table,
    int protocol,
    int scope,
    RouteType type,
    int flags,
    Set<NewFlag> mode)
    implements RouteMessage {
  public static final int MAIN = 254;
  public static final int LOCAL = 255;

  /** The gateway is on the link, whatever the other routes say ({@code RTNH_F_ONLINK}). */
  public static final int ONLINK = 4;

  /** The link has no carrier ({@code RTNH_F_LINKDOWN}). */
  public static final int LINKDOWN = 16;
}
