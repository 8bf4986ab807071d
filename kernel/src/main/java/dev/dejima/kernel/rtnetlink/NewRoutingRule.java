package dev.dejima.kernel.rtnetlink;

import dev.dejima.nft.expr.NewFlag;
import java.util.Set;

/**
 * A rule of policy routing ({@code RTM_NEWRULE}).
 *
 * @param mode what a request does if it exists
 */
public record NewRoutingRule(RoutingRule rule, Set<NewFlag> mode) implements RouteMessage {}
