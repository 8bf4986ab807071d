package dev.dejima.packet.pcap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the frames of a capture file, one after the other, in memory that a frame needs. */
public sealed interface CaptureReader extends Closeable permits PcapReader, PcapNgReader {
  /** More octets of a frame are not believed. */
  int MAX_FRAME = 1 << 18;

  /**
   * Reads the beginning of a file and tells its kind by it: pcap or pcapng, of either byte order.
   *
   * @throws CaptureFormatException if it is neither
   */
  static CaptureReader open(InputStream in) throws IOException {
    CaptureInput input = new CaptureInput(in);
    int magic = input.readInt("a magic number");
    if (magic == PcapNgReader.SECTION_HEADER) {
      return new PcapNgReader(input);
    }
    return PcapReader.open(input, magic);
  }

  /**
   * The next frame; empty at the end of the file.
   *
   * @throws CaptureFormatException if the file is damaged there; it cannot be read further
   */
  Optional<CapturedFrame> next() throws IOException;
}
