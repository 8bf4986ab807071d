package dev.dejima.packet;

import java.util.Optional;

/**
 * An Ethernet II header.
 *
 * @param etherType what the frame carries, 16 bits: one of {@link EtherType}
 */
public record EthernetHeader(MacAddress destination, MacAddress source, int etherType) {
  /** Checks the bounds of the type. */
  public EthernetHeader {
    Bounds.check("EtherType", etherType, 0xffff);
  }

  /** Reads the header at {@code offset}; empty if the frame is too short. */
  public static Optional<EthernetHeader> parse(byte[] bytes, int offset, int end) {
    EthernetView view = new EthernetView();
    return view.wrap(bytes, offset, end) ? Optional.of(of(view)) : Optional.empty();
  }

  /** The header that a view shows. */
  public static EthernetHeader of(EthernetView view) {
    return new EthernetHeader(
        new MacAddress(view.destination()), new MacAddress(view.source()), view.etherType());
  }

  /** Octets of the header. */
  public int length() {
    return EthernetView.LENGTH;
  }

  /** Writes the header and returns where its payload goes. */
  public int emit(byte[] bytes, int offset) {
    NetworkOrder.put48(bytes, offset + EthernetView.DESTINATION, destination.value());
    NetworkOrder.put48(bytes, offset + EthernetView.SOURCE, source.value());
    NetworkOrder.put16(bytes, offset + EthernetView.ETHER_TYPE, etherType);
    return offset + EthernetView.LENGTH;
  }
}
