package dev.dejima.packet.pcap;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * Writes classic pcap, as {@code tcpdump -w} does: little endian, with microseconds
 * (draft-ietf-opsawg-pcap). All frames are of one link type. Nothing is buffered here.
 */
public final class PcapWriter implements Closeable, Flushable {
  static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
  static final int HEADER_LENGTH = 24;
  static final int RECORD_HEADER_LENGTH = 16;

  private final OutputStream out;
  private final boolean nanoseconds;

  /**
   * Writes the file's header.
   *
   * @param linkType the number of IANA's registry of link types: 1 for Ethernet
   * @param snaplen octets that are kept of each frame at most
   * @param nanoseconds whether times are written to the nanosecond rather than the microsecond
   */
  public PcapWriter(OutputStream out, int linkType, int snaplen, boolean nanoseconds)
      throws IOException {
    this.out = out;
    this.nanoseconds = nanoseconds;
    ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(nanoseconds ? MAGIC_NANOSECONDS : MAGIC_MICROSECONDS);
    header.putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(snaplen).putInt(linkType);
    out.write(header.array());
  }

  /**
   * Writes a frame.
   *
   * @param originalLength octets of the frame on the wire
   */
  public void write(Instant time, byte[] captured, int originalLength) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt((int) time.getEpochSecond());
    header.putInt(nanoseconds ? time.getNano() : time.getNano() / 1000);
    header.putInt(captured.length).putInt(originalLength);
    out.write(header.array());
    out.write(captured);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
