package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Forgets a connection ({@code IPCTNL_MSG_CT_DELETE}); as an event, says that one is gone.
 *
 * @param original its first packet's direction; absent to forget all
 */
public record DelConntrack(@Nullable ConntrackTuple original) implements ConntrackMessage {}
