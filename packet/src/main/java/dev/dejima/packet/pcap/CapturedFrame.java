package dev.dejima.packet.pcap;

import dev.dejima.packet.Bytes;
import java.time.Instant;

/**
 * A frame of a capture file.
 *
 * @param source where it was captured
 * @param time when it passed; 1970 began where the file doesn't say
 * @param bytes what was kept of it
 * @param originalLength octets of the frame on the wire, unsigned
 */
public record CapturedFrame(
    CaptureInterface source, Instant time, Bytes bytes, int originalLength) {}
