package dev.dejima.kernel.rtnetlink;

import org.jspecify.annotations.Nullable;

/**
 * Deletes a link; a veth takes its peer with it ({@code RTM_DELLINK}).
 *
 * @param index its number; 0 where not given
 * @param name its name, where the number is not given
 */
public record DelLink(int index, @Nullable String name) implements RouteMessage {}
