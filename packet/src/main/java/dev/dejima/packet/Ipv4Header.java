package dev.dejima.packet;

import java.util.Optional;

/**
 * An IPv4 header (RFC 791); its checksum is computed when it is written.
 *
 * @param tos DSCP and ECN, 8 bits
 * @param payloadLength octets behind the header
 * @param identification 16 bits
 * @param fragmentOffset where the payload belongs, in octets: a multiple of 8 below 65536
 * @param ttl 8 bits
 * @param protocol one of {@link IpProtocol}
 * @param options up to 40 octets, a multiple of 4
 */
public record Ipv4Header(
    int tos,
    int payloadLength,
    int identification,
    boolean dontFragment,
    boolean moreFragments,
    int fragmentOffset,
    int ttl,
    int protocol,
    Ipv4Address source,
    Ipv4Address destination,
    Bytes options) {
  /** Checks the bounds of the fields. */
  public Ipv4Header {
    Bounds.check("tos", tos, 0xff);
    Bounds.check("identification", identification, 0xffff);
    Bounds.check("fragment offset", fragmentOffset, Ipv4View.OFFSET_MASK * 8);
    Bounds.check("ttl", ttl, 0xff);
    Bounds.check("protocol", protocol, 0xff);
    Bounds.check("length of options", options.length(), Ipv4View.MAX_LENGTH - Ipv4View.LENGTH);
    Bounds.check("payload length", payloadLength, 0xffff - Ipv4View.LENGTH - options.length());
    if (fragmentOffset % 8 != 0 || options.length() % 4 != 0) {
      throw new IllegalArgumentException("a fragment offset or options not aligned");
    }
  }

  /** The header of a whole packet without options, with don't-fragment set. */
  public static Ipv4Header of(
      Ipv4Address source, Ipv4Address destination, int protocol, int ttl, int payloadLength) {
    return new Ipv4Header(
        0, payloadLength, 0, true, false, 0, ttl, protocol, source, destination, Bytes.EMPTY);
  }

  /** Reads the header at {@code offset}; empty where {@link Ipv4View#wrap} says false. */
  public static Optional<Ipv4Header> parse(byte[] bytes, int offset, int end) {
    Ipv4View view = new Ipv4View();
    return view.wrap(bytes, offset, end) ? Optional.of(of(view)) : Optional.empty();
  }

  /** The header that a view shows. */
  public static Ipv4Header of(Ipv4View view) {
    return new Ipv4Header(
        view.tos(),
        view.totalLength() - view.headerLength(),
        view.identification(),
        view.dontFragment(),
        view.moreFragments(),
        view.fragmentOffset(),
        view.ttl(),
        view.protocol(),
        new Ipv4Address(view.source()),
        new Ipv4Address(view.destination()),
        view.options());
  }

  /** Octets of the header. */
  public int length() {
    return Ipv4View.LENGTH + options.length();
  }

  /** Writes the header with its checksum and returns where its payload goes. */
  public int emit(byte[] bytes, int offset) {
    NetworkOrder.put8(bytes, offset + Ipv4View.VERSION_AND_LENGTH, 4 << 4 | length() / 4);
    NetworkOrder.put8(bytes, offset + Ipv4View.TOS, tos);
    NetworkOrder.put16(bytes, offset + Ipv4View.TOTAL_LENGTH, length() + payloadLength);
    NetworkOrder.put16(bytes, offset + Ipv4View.IDENTIFICATION, identification);
    NetworkOrder.put16(bytes, offset + Ipv4View.FRAGMENT, fragmentWord());
    NetworkOrder.put8(bytes, offset + Ipv4View.TTL, ttl);
    NetworkOrder.put8(bytes, offset + Ipv4View.PROTOCOL, protocol);
    NetworkOrder.put16(bytes, offset + Ipv4View.CHECKSUM, 0);
    NetworkOrder.put32(bytes, offset + Ipv4View.SOURCE, source.value());
    NetworkOrder.put32(bytes, offset + Ipv4View.DESTINATION, destination.value());
    options.copyTo(bytes, offset + Ipv4View.OPTIONS);
    int end = offset + length();
    NetworkOrder.put16(bytes, offset + Ipv4View.CHECKSUM, Checksum.of(bytes, offset, end));
    return end;
  }

  private int fragmentWord() {
    return (dontFragment ? Ipv4View.DONT_FRAGMENT : 0)
        | (moreFragments ? Ipv4View.MORE_FRAGMENTS : 0)
        | fragmentOffset / 8;
  }
}
