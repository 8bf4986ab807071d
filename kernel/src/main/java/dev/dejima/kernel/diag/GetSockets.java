package dev.dejima.kernel.diag;

/**
 * Asks for sockets; answered by {@link SocketEntry}s.
 *
 * @param version 4 or 6
 * @param protocol 6 for TCP, 17 for UDP
 */
public record GetSockets(int version, int protocol) implements SocketMessage {}
