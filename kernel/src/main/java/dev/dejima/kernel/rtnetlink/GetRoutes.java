package dev.dejima.kernel.rtnetlink;

/**
 * Asks for routes ({@code RTM_GETROUTE}); answered by {@link NewRoute}s.
 *
 * @param version 4, 6, or 0 for both
 * @param table of one table; 0 for all
 */
public record GetRoutes(int version, int table) implements RouteMessage {}
