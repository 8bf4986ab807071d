package dev.dejima.kernel.path;

/**
 * When and where something happened, and to which packet.
 *
 * @param nanos of the kernel's clock, as {@link dev.dejima.kernel.Clock#nanoTime} has it
 * @param namespace the name of the namespace; empty for the initial one
 * @param packet the packet's number, the same in all namespaces, from 1; 0 where there is no packet
 *     because of what happened
 */
public record Moment(long nanos, String namespace, long packet) {}
