package dev.dejima.packet;

import java.util.List;
import java.util.Optional;

/**
 * A TCP header (RFC 9293).
 *
 * @param sourcePort 16 bits
 * @param destinationPort 16 bits
 * @param sequence 32 bits, to be compared with {@link SeqNumber}
 * @param acknowledgment 32 bits
 * @param flags {@link TcpView#FIN} to {@link TcpView#CWR}
 * @param window 16 bits, not scaled
 * @param checksum 16 bits; {@link TcpView#fillChecksum} computes it when the payload is there
 * @param urgent 16 bits
 * @param options at most 40 octets; when written, padded with zeros to a multiple of 4
 */
public record TcpHeader(
    int sourcePort,
    int destinationPort,
    int sequence,
    int acknowledgment,
    int flags,
    int window,
    int checksum,
    int urgent,
    List<TcpOption> options) {
  /** Checks the bounds of the fields. */
  public TcpHeader {
    Bounds.check("source port", sourcePort, 0xffff);
    Bounds.check("destination port", destinationPort, 0xffff);
    Bounds.check("flags", flags, 0xff);
    Bounds.check("window", window, 0xffff);
    Bounds.check("checksum", checksum, 0xffff);
    Bounds.check("urgent pointer", urgent, 0xffff);
    options = List.copyOf(options);
    Bounds.check("length of options", sizeOf(options), TcpView.MAX_LENGTH - TcpView.LENGTH);
  }

  private static int sizeOf(List<TcpOption> options) {
    return options.stream().mapToInt(TcpOption::length).sum();
  }

  /** Reads the header at {@code offset}; empty if it or one of its options is not whole. */
  public static Optional<TcpHeader> parse(byte[] bytes, int offset, int end) {
    TcpView view = new TcpView();
    return view.wrap(bytes, offset, end) ? of(view) : Optional.empty();
  }

  /** The header that a view shows; empty if one of its options is not whole. */
  public static Optional<TcpHeader> of(TcpView view) {
    return TcpOption.parse(view.bytes(), view.offset() + TcpView.OPTIONS, view.payloadOffset())
        .map(
            options ->
                new TcpHeader(
                    view.sourcePort(),
                    view.destinationPort(),
                    view.sequence(),
                    view.acknowledgment(),
                    view.flags(),
                    view.window(),
                    view.checksum(),
                    view.urgent(),
                    options));
  }

  /** Whether any of {@code mask} is set. */
  public boolean has(int mask) {
    return (flags & mask) != 0;
  }

  /** Octets of the header, a multiple of 4. */
  public int length() {
    return TcpView.LENGTH + ((sizeOf(options) + 3) & ~3);
  }

  /** Writes the header and returns where its payload goes. */
  public int emit(byte[] bytes, int offset) {
    int end = offset + length();
    NetworkOrder.put16(bytes, offset + TcpView.SOURCE_PORT, sourcePort);
    NetworkOrder.put16(bytes, offset + TcpView.DESTINATION_PORT, destinationPort);
    NetworkOrder.put32(bytes, offset + TcpView.SEQUENCE, sequence);
    NetworkOrder.put32(bytes, offset + TcpView.ACKNOWLEDGMENT, acknowledgment);
    NetworkOrder.put8(bytes, offset + TcpView.DATA_OFFSET, length() << 2);
    NetworkOrder.put8(bytes, offset + TcpView.FLAGS, flags);
    NetworkOrder.put16(bytes, offset + TcpView.WINDOW, window);
    NetworkOrder.put16(bytes, offset + TcpView.CHECKSUM, checksum);
    NetworkOrder.put16(bytes, offset + TcpView.URGENT, urgent);
    int at = offset + TcpView.OPTIONS;
    for (TcpOption option : options) {
      at = option.emit(bytes, at);
    }
    while (at < end) {
      bytes[at++] = TcpOption.END_OF_LIST;
    }
    return end;
  }
}
