package dev.dejima.nft.expr;

/**
 * Writes octets of the packet and mends its checksums ({@code nft_payload_set_eval} of
 * nft_payload.c).
 *
 * @param sreg where from
 * @param base the header that offsets count from
 * @param offset octets from the header's start
 * @param length octets to write
 * @param checksumType {@code NFT_PAYLOAD_CSUM_*}: 0 none, 1 the Internet checksum, 2 SCTP's
 * @param checksumOffset where the checksum is, in octets from the header's start
 * @param checksumFlags 1 if the pseudo header of the transport checksum holds these octets ({@code
 *     NFT_PAYLOAD_L4CSUM_PSEUDOHDR})
 */
public record PayloadSet(
    int sreg,
    Payload.Base base,
    int offset,
    int length,
    int checksumType,
    int checksumOffset,
    int checksumFlags)
    implements Expr {}
