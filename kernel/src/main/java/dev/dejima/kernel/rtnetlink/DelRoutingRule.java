package dev.dejima.kernel.rtnetlink;

/**
 * Deletes the first rule of policy routing that is like this one in all that is given ({@code
 * RTM_DELRULE}); as an event, the rule that is gone.
 */
public record DelRoutingRule(RoutingRule rule) implements RouteMessage {}
