package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Asks which way a packet would take ({@code RTM_GETROUTE} of one route, {@code ip route get});
 * answered by one {@link FoundRoute}.
 *
 * @param destination where it goes
 * @param source where it comes from; null for what this host would choose
 * @param input the number of the device that it comes in by; 0 for a packet of this host
 * @param output the number of the device that its socket is bound to; 0 for none
 * @param mark its mark
 * @param tos its type of service
 * @param protocol the number of its protocol; 0 for none
 * @param sourcePort 0 for none
 * @param destinationPort 0 for none
 * @param whole whether the route itself is asked for, and not what it is for this packet ({@code
 *     fibmatch})
 */
public record GetRoute(
    IpAddress destination,
    @Nullable IpAddress source,
    int input,
    int output,
    int mark,
    int tos,
    int protocol,
    int sourcePort,
    int destinationPort,
    boolean whole)
    implements RouteMessage {}
