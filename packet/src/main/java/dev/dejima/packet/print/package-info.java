/**
 * Frames as lines of text, as tcpdump 4.99 prints them. {@link
 * dev.dejima.packet.print.TcpdumpPrinter} is the way in; inside, one class per protocol writes to a
 * {@code Dissection}: the captured octets, the options, and the line so far. As in tcpdump, a
 * printer that would read beyond what was captured gives up, and the line ends with the name of its
 * protocol: {@code [|tcp]}.
 *
 * <p>What TCP and UDP carry is not decoded, but for HTTP: where tcpdump knows another application's
 * protocol by its port, it goes on after the length, or for UDP prints the message in place of it.
 */
@NullMarked
package dev.dejima.packet.print;

import org.jspecify.annotations.NullMarked;
