package dev.dejima.kernel.conntrack;

/**
 * Asks for tracked connections ({@code IPCTNL_MSG_CT_GET}); answered by {@link NewConntrack}s.
 *
 * @param version 4, 6, or 0 for both
 */
public record GetConntracks(int version) implements ConntrackMessage {}
