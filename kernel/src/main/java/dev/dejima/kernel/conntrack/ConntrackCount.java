package dev.dejima.kernel.conntrack;

/**
 * How many connections are tracked ({@code IPCTNL_MSG_CT_GET_STATS}).
 *
 * @param entries those there are
 * @param max those there may be
 */
public record ConntrackCount(long entries, long max) implements ConntrackMessage {}
