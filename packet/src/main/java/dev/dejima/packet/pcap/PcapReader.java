package dev.dejima.packet.pcap;

import dev.dejima.packet.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/** Reads classic pcap (draft-ietf-opsawg-pcap). */
public final class PcapReader implements CaptureReader {
  private static final int LINK_TYPE_MASK = 0x03ff_ffff;

  private final CaptureInput input;
  private final boolean nanoseconds;
  private final CaptureInterface source;

  private PcapReader(CaptureInput input, boolean nanoseconds, CaptureInterface source) {
    this.input = input;
    this.nanoseconds = nanoseconds;
    this.source = source;
  }

  /** Reads the file's header behind a magic number that was read in big endian. */
  static PcapReader open(CaptureInput input, int magic) throws IOException {
    int swapped = Integer.reverseBytes(magic);
    boolean big = isMagic(magic);
    if (!big && !isMagic(swapped)) {
      throw new CaptureFormatException(
          String.format("neither pcap nor pcapng: it begins with 0x%08x", magic), 0);
    }
    input.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    ByteBuffer header =
        input.read(PcapWriter.HEADER_LENGTH - Integer.BYTES, "the header of the file");
    int major = header.getShort() & 0xffff;
    int minor = header.getShort() & 0xffff;
    if (major != 2) {
      throw new CaptureFormatException("pcap version " + major + "." + minor, Integer.BYTES);
    }
    header.getLong();
    int snaplen = header.getInt();
    int linkType = header.getInt() & LINK_TYPE_MASK;
    boolean nanoseconds = (big ? magic : swapped) == PcapWriter.MAGIC_NANOSECONDS;
    return new PcapReader(input, nanoseconds, new CaptureInterface(0, null, linkType, snaplen));
  }

  private static boolean isMagic(int magic) {
    return magic == PcapWriter.MAGIC_MICROSECONDS || magic == PcapWriter.MAGIC_NANOSECONDS;
  }

  /** Whose frames these are. */
  public CaptureInterface source() {
    return source;
  }

  @Override
  public Optional<CapturedFrame> next() throws IOException {
    long start = input.offset();
    ByteBuffer header = input.readOrEnd(PcapWriter.RECORD_HEADER_LENGTH, "a record's header");
    if (!header.hasRemaining()) {
      return Optional.empty();
    }
    long seconds = header.getInt() & 0xffff_ffffL;
    long fraction = header.getInt() & 0xffff_ffffL;
    int captured = header.getInt();
    int length = header.getInt();
    if (captured < 0 || captured > MAX_FRAME) {
      throw new CaptureFormatException(
          "a frame of " + Integer.toUnsignedString(captured) + " octets", start);
    }
    Bytes bytes = Bytes.of(input.read(captured, "a frame").array());
    Instant time = Instant.ofEpochSecond(seconds, nanoseconds ? fraction : fraction * 1000);
    return Optional.of(new CapturedFrame(source, time, bytes, length));
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
