package dev.dejima.kernel.netfilter;

/**
 * A queue that a program listens to: a line of {@code /proc/net/netfilter/nfnetlink_queue}.
 *
 * @param queue its number
 * @param port the program's netlink port
 * @param waiting packets that wait for a verdict
 * @param mode how much of each the program is told
 * @param range octets it is told
 * @param dropped packets that found the queue full
 * @param userDropped packets that could not be told
 * @param lastId the number of the last packet
 */
public record QueueStatistics(
    int queue,
    int port,
    int waiting,
    CopyMode mode,
    int range,
    long dropped,
    long userDropped,
    long lastId) {}
