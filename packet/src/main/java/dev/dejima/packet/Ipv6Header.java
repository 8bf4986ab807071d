package dev.dejima.packet;

import java.util.Optional;

/**
 * An IPv6 header (RFC 8200); extension headers count as payload.
 *
 * @param trafficClass DSCP and ECN, 8 bits
 * @param flowLabel 20 bits
 * @param payloadLength octets behind the header, 16 bits
 * @param nextHeader one of {@link IpProtocol}
 * @param hopLimit 8 bits
 */
public record Ipv6Header(
    int trafficClass,
    int flowLabel,
    int payloadLength,
    int nextHeader,
    int hopLimit,
    Ipv6Address source,
    Ipv6Address destination) {
  /** Checks the bounds of the fields. */
  public Ipv6Header {
    Bounds.check("traffic class", trafficClass, 0xff);
    Bounds.check("flow label", flowLabel, 0xfffff);
    Bounds.check("payload length", payloadLength, 0xffff);
    Bounds.check("next header", nextHeader, 0xff);
    Bounds.check("hop limit", hopLimit, 0xff);
  }

  /** Reads the header at {@code offset}; empty where {@link Ipv6View#wrap} says false. */
  public static Optional<Ipv6Header> parse(byte[] bytes, int offset, int end) {
    Ipv6View view = new Ipv6View();
    return view.wrap(bytes, offset, end) ? Optional.of(of(view)) : Optional.empty();
  }

  /** The header that a view shows. */
  public static Ipv6Header of(Ipv6View view) {
    return new Ipv6Header(
        view.trafficClass(),
        view.flowLabel(),
        NetworkOrder.get16(view.bytes(), view.offset() + Ipv6View.PAYLOAD_LENGTH),
        view.nextHeader(),
        view.hopLimit(),
        new Ipv6Address(view.sourceHigh(), view.sourceLow()),
        new Ipv6Address(view.destinationHigh(), view.destinationLow()));
  }

  /** Octets of the header. */
  public int length() {
    return Ipv6View.LENGTH;
  }

  /** Writes the header and returns where its payload goes. */
  public int emit(byte[] bytes, int offset) {
    NetworkOrder.put32(bytes, offset, 6 << 28 | trafficClass << 20 | flowLabel);
    NetworkOrder.put16(bytes, offset + Ipv6View.PAYLOAD_LENGTH, payloadLength);
    NetworkOrder.put8(bytes, offset + Ipv6View.NEXT_HEADER, nextHeader);
    NetworkOrder.put8(bytes, offset + Ipv6View.HOP_LIMIT, hopLimit);
    NetworkOrder.put64(bytes, offset + Ipv6View.SOURCE, source.high());
    NetworkOrder.put64(bytes, offset + Ipv6View.SOURCE + 8, source.low());
    NetworkOrder.put64(bytes, offset + Ipv6View.DESTINATION, destination.high());
    NetworkOrder.put64(bytes, offset + Ipv6View.DESTINATION + 8, destination.low());
    return offset + Ipv6View.LENGTH;
  }
}
