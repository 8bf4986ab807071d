package dev.dejima.kernel.rtnetlink;

/**
 * Asks for the forwarding entries of all bridges, and for the addresses that all links listen to
 * ({@code RTM_GETNEIGH} of the family AF_BRIDGE); answered by {@link NewFdbEntry}s.
 */
public record GetFdbEntries() implements RouteMessage {}
