package dev.dejima.kernel.rtnetlink;

/**
 * What a link tells of itself beside its address, for {@code ip -d}.
 *
 * @param promiscuity how many want it to take all frames
 * @param allMulticast how many want it to take all frames to groups
 * @param leastMtu octets
 * @param largestMtu octets; 0 without bound
 * @param addressGeneration how link-local addresses are made: 0 {@code eui64}, 1 {@code none}, 2
 *     {@code stable_secret}, 3 {@code random}
 * @param sendQueues how many to send by
 * @param receiveQueues how many to receive by
 * @param gsoMaxSize octets of the largest packet that is cut late
 * @param gsoMaxSegments into how many segments
 * @param tsoMaxSize octets that the device cuts
 * @param tsoMaxSegments into how many segments
 * @param groMaxSize octets of the largest packet that segments are put together to
 */
public record LinkDetails(
    int promiscuity,
    int allMulticast,
    int leastMtu,
    int largestMtu,
    int addressGeneration,
    int sendQueues,
    int receiveQueues,
    int gsoMaxSize,
    int gsoMaxSegments,
    int tsoMaxSize,
    int tsoMaxSegments,
    int groMaxSize) {}
