package dev.dejima.kernel.conntrack;

/**
 * A message of ctnetlink about flows ({@code IPCTNL_MSG_CT_*}) or expectations ({@code
 * IPCTNL_MSG_EXP_*}).
 */
public sealed interface ConntrackMessage
    permits NewConntrack,
        DelConntrack,
        GetConntracks,
        ConntrackStatistics,
        ConntrackCount,
        NewExpectation,
        DelExpectation,
        GetExpectations,
        ExpectationStatistics {}
