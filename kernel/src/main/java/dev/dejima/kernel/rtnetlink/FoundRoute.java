package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way of a packet, as {@link GetRoute} asked for it.
 *
 * @param route the route, for this destination alone unless the whole was asked for
 * @param source the packet's source, if it was given; the unspecified address if IPv6 was asked
 *     without one
 * @param input the number of the device that it comes in by; 0 for a packet of this host
 * @param mark its mark
 * @param uid the user whose packet it is; {@link #NOBODY} if not told
 * @param cache {@code RTCF_*}: {@link #LOCAL} and the like
 * @param cached whether the answer is for this destination alone ({@code RTM_F_CLONED})
 */
public record FoundRoute(
    NewRoute route,
    @Nullable IpAddress source,
    int input,
    int mark,
    long uid,
    int cache,
    boolean cached)
    implements RouteMessage {
  public static final long NOBODY = -1;

  /** It is for this host ({@code RTCF_LOCAL}). */
  public static final int LOCAL = 0x8000_0000;

  /** It is for all hosts of a link ({@code RTCF_BROADCAST}). */
  public static final int BROADCAST = 0x1000_0000;

  /** It is for a group ({@code RTCF_MULTICAST}). */
  public static final int MULTICAST = 0x2000_0000;

  /** The sender could have sent it there himself ({@code RTCF_DOREDIRECT}). */
  public static final int REDIRECT = 0x0100_0000;
}
