package dev.dejima.kernel.rtnetlink;

/** Asks for all links ({@code RTM_GETLINK}); answered by {@link NewLink}s. */
public record GetLinks() implements RouteMessage {}
