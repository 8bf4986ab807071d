package dev.dejima.packet;

import java.util.Optional;

/**
 * The header of a message of ICMP (RFC 792) or ICMPv6 (RFC 4443).
 *
 * @param type one of {@link IcmpType} or {@link Icmpv6Type}, 8 bits
 * @param code 8 bits
 * @param checksum 16 bits; {@link IcmpView#fillChecksum} computes it when the payload is there
 * @param rest four octets whose meaning the type decides
 */
public record IcmpHeader(int type, int code, int checksum, int rest) {
  /** Checks the bounds of the fields. */
  public IcmpHeader {
    Bounds.check("type", type, 0xff);
    Bounds.check("code", code, 0xff);
    Bounds.check("checksum", checksum, 0xffff);
  }

  /** The header of an echo request or reply of either version. */
  public static IcmpHeader echo(int type, int identifier, int sequence) {
    Bounds.check("identifier", identifier, 0xffff);
    Bounds.check("sequence", sequence, 0xffff);
    return new IcmpHeader(type, 0, 0, identifier << 16 | sequence);
  }

  /** Reads the header at {@code offset}; empty if the message is too short. */
  public static Optional<IcmpHeader> parse(byte[] bytes, int offset, int end) {
    IcmpView view = new IcmpView();
    return view.wrap(bytes, offset, end) ? Optional.of(of(view)) : Optional.empty();
  }

  /** The header that a view shows. */
  public static IcmpHeader of(IcmpView view) {
    return new IcmpHeader(view.type(), view.code(), view.checksum(), view.rest());
  }

  /** Octets of the header. */
  public int length() {
    return IcmpView.LENGTH;
  }

  /** Writes the header and returns where its payload goes. */
  public int emit(byte[] bytes, int offset) {
    NetworkOrder.put8(bytes, offset + IcmpView.TYPE, type);
    NetworkOrder.put8(bytes, offset + IcmpView.CODE, code);
    NetworkOrder.put16(bytes, offset + IcmpView.CHECKSUM, checksum);
    NetworkOrder.put32(bytes, offset + IcmpView.REST, rest);
    return offset + IcmpView.LENGTH;
  }
}
