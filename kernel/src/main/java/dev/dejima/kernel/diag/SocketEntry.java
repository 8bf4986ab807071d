package dev.dejima.kernel.diag;

import dev.dejima.packet.Endpoint;

/**
 * A socket.
 *
 * @param protocol 6 for TCP, 17 for UDP
 * @param state as {@code enum tcp_states}: 1 ESTABLISHED to 11 CLOSING, 10 LISTEN; of UDP, 7
 *     unconnected
 * @param local its own end
 * @param remote the other end; unspecified and 0 where there is none
 * @param receiveQueue octets nobody has read; of a listener, connections nobody has accepted
 * @param sendQueue octets not yet acknowledged; of a listener, its backlog
 * @param device the number of the interface it is bound to; 0 for none
 * @param only6 whether it is for IPv6 alone, and not for IPv4 too
 * @param inode its number
 */
public record SocketEntry(
    int protocol,
    int state,
    Endpoint local,
    Endpoint remote,
    int receiveQueue,
    int sendQueue,
    int device,
    boolean only6,
    long inode)
    implements SocketMessage {}
