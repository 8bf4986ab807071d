package dev.dejima.kernel.rtnetlink;

/**
 * Asks for the rules of policy routing ({@code RTM_GETRULE}); answered by {@link NewRoutingRule}s.
 *
 * @param version 4 or 6
 */
public record GetRoutingRules(int version) implements RouteMessage {}
