package dev.dejima.kernel.rtnetlink;

/** What passed a link ({@code struct rtnl_link_stats64}). */
public record LinkStatistics(
    long rxPackets,
    long txPackets,
    long rxBytes,
    long txBytes,
    long rxErrors,
    long txErrors,
    long rxDropped,
    long txDropped,
    long multicast,
    long collisions) {}
