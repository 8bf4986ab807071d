/**
 * TCP as Linux 6.18 speaks it (RFC 9293 and its company). {@link Tcp} finds whom a segment is for;
 * a {@link Listener} or a {@link Connection} takes it. A connection is opened by {@link Handshake},
 * sends by {@link Sender} ({@link Flight}, {@link LossDetection}, {@link Cubic}, {@link
 * RttEstimator}, {@link RetransmitTimer}), receives by {@link Receiver} ({@link OutOfOrder}, {@link
 * AckSchedule}), and is spoken for by a {@link TcpSocket}. {@link TcpHost} and {@link TcpProtocol}
 * are the wall to IP.
 *
 * <p>Not there: SYN cookies (a full queue of half-open connections drops), ECN, urgent data, Fast
 * Open, keepalive, MD5 and AO.
 */
@NullMarked
package dev.dejima.netstack.tcp;

import org.jspecify.annotations.NullMarked;
