package dev.dejima.kernel.rtnetlink;

/**
 * Asks for the addresses of all links ({@code RTM_GETADDR}); answered by {@link NewAddress}es.
 *
 * @param version 4, 6, or 0 for both
 */
public record GetAddresses(int version) implements RouteMessage {}
