package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the first route that matches; a field that is absent, 0 or {@link RouteType#UNSPEC}
 * matches any ({@code RTM_DELROUTE}).
 *
 * @param destination the network it leads to
 * @param gateway the next hop; absent where the network is on the link
 * @param device the number of the link; 0 where not given
 * @param preferredSource the source address for packets that have none yet
 * @param metric its preference, lowest first ({@code RTA_PRIORITY}); 0 where not given
 * @param table {@link NewRoute#MAIN}, {@link NewRoute#LOCAL} or another
 * @param protocol who made it: {@code RTPROT_*}, 2 kernel, 3 boot, 4 static
 * @param scope {@code RT_SCOPE_*}: 0 universe, 253 link, 254 host
 * @param type what becomes of a packet that takes it
 */
public record DelRoute(
    Prefix destination,
    @Nullable IpAddress gateway,
    int device,
    @Nullable IpAddress preferredSource,
    int metric,
    int table,
    int protocol,
    int scope,
    RouteType type)
    implements RouteMessage {}
