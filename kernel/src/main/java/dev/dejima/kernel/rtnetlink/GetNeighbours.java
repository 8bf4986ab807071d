package dev.dejima.kernel.rtnetlink;

/**
 * Asks for the neighbours of all links ({@code RTM_GETNEIGH}); answered by {@link NewNeighbour}s.
 *
 * @param version 4, 6, or 0 for both
 */
public record GetNeighbours(int version) implements RouteMessage {}
