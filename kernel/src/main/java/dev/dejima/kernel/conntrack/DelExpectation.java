package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Expects something no more ({@code IPCTNL_MSG_EXP_DELETE}); as an event, says that it is so.
 *
 * @param tuple what was expected; absent to forget all expectations
 * @param last what it was when it went, in events
 */
public record DelExpectation(@Nullable ConntrackTuple tuple, @Nullable NewExpectation last)
    implements ConntrackMessage {}
