package dev.dejima.packet.pcap;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes pcapng (draft-ietf-opsawg-pcapng): one section, little endian, with as many interfaces as
 * there are, times to the nanosecond, and where known the direction of each frame and a comment.
 * Nothing is buffered here.
 */
public final class PcapNgWriter implements Closeable, Flushable {
  private static final int OPT_COMMENT = 1;
  private static final int SHB_OS = 3;
  private static final int SHB_USERAPPL = 4;
  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int EPB_FLAGS = 2;

  /** {@code if_tsresol}: 10^-9 seconds. */
  private static final byte NANOSECONDS = 9;

  private static final int MAX_OPTION = 0xffff;

  private final OutputStream out;
  private int interfaces;

  /** Which way a frame went. */
  public enum Direction {
    UNKNOWN,
    INBOUND,
    OUTBOUND
  }

  /**
   * Writes the section's header.
   *
   * @param application the program that captures, with its version
   * @param system the operating system or kernel that it captures from
   * @param comment about the whole file; absent for none
   */
  public PcapNgWriter(OutputStream out, String application, String system, @Nullable String comment)
      throws IOException {
    this.out = out;
    Body body = new Body();
    body.putInt(PcapNgReader.BYTE_ORDER_MAGIC).putShort(1).putShort(0).putLong(-1);
    body.text(OPT_COMMENT, comment).text(SHB_OS, system).text(SHB_USERAPPL, application);
    body.writeTo(out, PcapNgReader.SECTION_HEADER);
  }

  /**
   * Describes an interface, and returns its number for {@link #write}.
   *
   * @param linkType the number of IANA's registry of link types: 1 for Ethernet
   * @param snaplen octets that are kept of each frame at most; 0 for no limit
   */
  public int addInterface(String name, int linkType, int snaplen) throws IOException {
    Body body = new Body();
    body.putShort(linkType).putShort(0).putInt(snaplen);
    body.text(IF_NAME, name).option(IF_TSRESOL, new byte[] {NANOSECONDS});
    body.writeTo(out, PcapNgReader.INTERFACE_DESCRIPTION);
    return interfaces++;
  }

  /** Writes a frame, of which neither direction nor comment is known. */
  public void write(int interfaceNumber, Instant time, byte[] captured, int originalLength)
      throws IOException {
    write(interfaceNumber, time, captured, originalLength, Direction.UNKNOWN, null);
  }

  /**
   * Writes a frame.
   *
   * @param interfaceNumber as {@link #addInterface} returned it
   * @param time not before 1970
   * @param originalLength octets of the frame on the wire
   * @param comment what to say about the frame; absent for nothing
   */
  public void write(
      int interfaceNumber,
      Instant time,
      byte[] captured,
      int originalLength,
      Direction direction,
      @Nullable String comment)
      throws IOException {
    if (interfaceNumber < 0 || interfaceNumber >= interfaces) {
      throw new IllegalArgumentException("no interface " + interfaceNumber);
    }
    long ticks = Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L) + time.getNano();
    Body body = new Body();
    body.putInt(interfaceNumber).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    body.putInt(captured.length).putInt(originalLength).padded(captured);
    body.text(OPT_COMMENT, comment);
    if (direction != Direction.UNKNOWN) {
      byte flags = (byte) (direction == Direction.INBOUND ? 1 : 2);
      body.option(EPB_FLAGS, new byte[] {flags, 0, 0, 0});
    }
    body.writeTo(out, PcapNgReader.ENHANCED_PACKET);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** What stands between the two lengths of a block. */
  private static final class Body {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(128);
    private boolean hasOptions;

    private static ByteBuffer buffer(int length) {
      return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    Body putShort(int value) {
      octets.writeBytes(buffer(Short.BYTES).putShort((short) value).array());
      return this;
    }

    Body putInt(int value) {
      octets.writeBytes(buffer(Integer.BYTES).putInt(value).array());
      return this;
    }

    Body putLong(long value) {
      octets.writeBytes(buffer(Long.BYTES).putLong(value).array());
      return this;
    }

    Body padded(byte[] value) {
      octets.writeBytes(value);
      octets.writeBytes(new byte[-value.length & 3]);
      return this;
    }

    Body text(int code, @Nullable String value) {
      return value == null ? this : option(code, value.getBytes(StandardCharsets.UTF_8));
    }

    Body option(int code, byte[] value) {
      if (value.length > MAX_OPTION) {
        throw new IllegalArgumentException("an option of " + value.length + " octets");
      }
      hasOptions = true;
      return putShort(code).putShort(value.length).padded(value);
    }

    void writeTo(OutputStream out, int type) throws IOException {
      if (hasOptions) {
        putInt(0);
      }
      int length = octets.size() + PcapNgReader.FRAMING;
      byte[] block = new byte[length];
      ByteBuffer framed = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
      framed.putInt(type).putInt(length).put(octets.toByteArray()).putInt(length);
      out.write(block);
    }
  }
}
