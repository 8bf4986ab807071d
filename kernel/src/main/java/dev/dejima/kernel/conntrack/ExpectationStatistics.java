package dev.dejima.kernel.conntrack;

/**
 * What happened to expectations on one processor ({@code IPCTNL_MSG_EXP_GET_STATS_CPU}).
 *
 * @param cpu the processor
 * @param arrived those whose flow came ({@code CTA_STATS_EXP_NEW})
 * @param created those made
 * @param deleted those gone
 */
public record ExpectationStatistics(int cpu, long arrived, long created, long deleted)
    implements ConntrackMessage {}
