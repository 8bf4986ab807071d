package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Asks for expectations ({@code IPCTNL_MSG_EXP_GET}); answered by {@link NewExpectation}s, or by
 * {@link ExpectationStatistics}.
 *
 * @param version 4, 6, or 0 for both
 * @param tuple the one that is meant; absent for all
 * @param statistics whether to ask for what happened, rather than for what is expected
 */
public record GetExpectations(int version, @Nullable ConntrackTuple tuple, boolean statistics)
    implements ConntrackMessage {}
