package dev.dejima.packet;

import java.util.Optional;

/**
 * A UDP header (RFC 768).
 *
 * @param sourcePort 16 bits
 * @param destinationPort 16 bits
 * @param payloadLength octets behind the header
 * @param checksum 16 bits, 0 for none; {@link UdpView#fillChecksum} computes it
 */
public record UdpHeader(int sourcePort, int destinationPort, int payloadLength, int checksum) {
  /** Checks the bounds of the fields. */
  public UdpHeader {
    Bounds.check("source port", sourcePort, 0xffff);
    Bounds.check("destination port", destinationPort, 0xffff);
    Bounds.check("payload length", payloadLength, 0xffff - UdpView.LENGTH);
    Bounds.check("checksum", checksum, 0xffff);
  }

  /** Reads the header at {@code offset}; empty where {@link UdpView#wrap} says false. */
  public static Optional<UdpHeader> parse(byte[] bytes, int offset, int end) {
    UdpView view = new UdpView();
    return view.wrap(bytes, offset, end) ? Optional.of(of(view)) : Optional.empty();
  }

  /** The header that a view shows. */
  public static UdpHeader of(UdpView view) {
    return new UdpHeader(
        view.sourcePort(), view.destinationPort(), view.payloadLength(), view.checksum());
  }

  /** Octets of the header. */
  public int length() {
    return UdpView.LENGTH;
  }

  /** Writes the header and returns where its payload goes. */
  public int emit(byte[] bytes, int offset) {
    NetworkOrder.put16(bytes, offset + UdpView.SOURCE_PORT, sourcePort);
    NetworkOrder.put16(bytes, offset + UdpView.DESTINATION_PORT, destinationPort);
    NetworkOrder.put16(bytes, offset + UdpView.DATAGRAM_LENGTH, UdpView.LENGTH + payloadLength);
    NetworkOrder.put16(bytes, offset + UdpView.CHECKSUM, checksum);
    return offset + UdpView.LENGTH;
  }
}
