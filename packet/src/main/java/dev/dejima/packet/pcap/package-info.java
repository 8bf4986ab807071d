/** Capture files: pcap and pcapng, written and read. */
@NullMarked
package dev.dejima.packet.pcap;

import org.jspecify.annotations.NullMarked;
