package dev.dejima.packet.pcap;

import org.jspecify.annotations.Nullable;

/**
 * Where frames were captured.
 *
 * @param index its number within the section of the file, from 0
 * @param name its name; absent where the file doesn't say, as classic pcap never does
 * @param linkType the number of IANA's registry of link types: 1 for Ethernet
 * @param snaplen octets kept of each frame at most; 0 for no limit
 */
public record CaptureInterface(int index, @Nullable String name, int linkType, int snaplen) {}
