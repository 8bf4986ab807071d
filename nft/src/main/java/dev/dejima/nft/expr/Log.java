package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Writes a line of the packet to the kernel's log, or hands it to a log group ({@code nft_log.c}).
 * A field that is absent has not been given.
 *
 * @param prefix text before the line, at most 127 octets
 * @param level of syslog, 0 emerg to 7 debug; 8 is audit
 * @param flags {@code NF_LOG_*}
 * @param group the log group of nfnetlink_log
 * @param snaplen octets of the packet for the group
 * @param qthreshold packets to queue before the group is told
 */
public record Log(
    @Nullable String prefix,
    @Nullable Integer level,
    @Nullable Integer flags,
    @Nullable Integer group,
    @Nullable Integer snaplen,
    @Nullable Integer qthreshold)
    implements Expr {}
