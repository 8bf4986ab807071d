package dev.dejima.kernel.rtnetlink;

import java.util.Map;

/**
 * Changes how a link stands as port of its bridge ({@code RTM_SETLINK} of the family AF_BRIDGE).
 * The same in a {@link NewLink} has the kernel look at the link's carrier again, which enables a
 * port that was disabled.
 *
 * @param index the link's number
 * @param options what to set
 */
public record SetBridgePort(int index, Map<BridgePortOption, Long> options)
    implements RouteMessage {}
