package dev.dejima.packet;

/**
 * A reusable window over a header within the bytes of a frame. A view's {@code wrap} says whether a
 * well-formed header is there; once it has said so, every accessor stays within {@link #offset()}
 * to {@link #end()}. After {@code wrap} returned false the view shows what it showed before. Not
 * for use by several threads at once.
 */
public abstract sealed class HeaderView
    permits EthernetView, ArpView, Ipv4View, Ipv6View, IcmpView, UdpView, TcpView {
  private static final byte[] NOTHING = {};

  byte[] bytes = NOTHING;
  int offset;
  int end;

  HeaderView() {}

  /** Whether {@code offset} to {@code end} lies within the array and has {@code least} octets. */
  static boolean fits(byte[] bytes, int offset, int end, int least) {
    return offset >= 0 && end <= bytes.length && end - offset >= least;
  }

  final void set(byte[] bytes, int offset, int end) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  /** The array that the header is in: shared, not copied. */
  public final byte[] bytes() {
    return bytes;
  }

  /** Where the header begins. */
  public final int offset() {
    return offset;
  }

  /** Where the header together with its payload ends, exclusive. */
  public final int end() {
    return end;
  }

  /** Octets of the header, options included. */
  public abstract int headerLength();

  /** Where the payload begins. */
  public final int payloadOffset() {
    return offset + headerLength();
  }

  /** Octets of the payload. */
  public final int payloadLength() {
    return end - payloadOffset();
  }

  /** A copy of the payload. */
  public final Bytes payload() {
    return Bytes.of(bytes, payloadOffset(), payloadLength());
  }
}
