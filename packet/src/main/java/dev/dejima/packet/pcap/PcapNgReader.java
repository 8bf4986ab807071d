package dev.dejima.packet.pcap;

import dev.dejima.packet.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): several sections of either byte order, several
 * interfaces of any resolution of time; enhanced, simple and obsolete packet blocks. Other blocks
 * are skipped.
 */
public final class PcapNgReader implements CaptureReader {
  static final int SECTION_HEADER = 0x0a0d0d0a;
  static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  static final int INTERFACE_DESCRIPTION = 1;
  static final int PACKET = 2;
  static final int SIMPLE_PACKET = 3;
  static final int ENHANCED_PACKET = 6;

  /** Type and the length twice. */
  static final int FRAMING = 12;

  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;

  /** Blocks that must be looked at are not longer than a frame with some options. */
  private static final int MAX_BLOCK = MAX_FRAME + (1 << 16);

  private static final int MAX_INTERFACES = 1 << 16;

  private final CaptureInput input;
  private final List<Described> interfaces = new ArrayList<>();

  /** An interface and how its times are to be read. */
  private record Described(CaptureInterface source, TimeResolution resolution) {}

  /** Reads the first section header, whose type has been read. */
  PcapNgReader(CaptureInput input) throws IOException {
    this.input = input;
    section(0);
  }

  /** The interfaces that the section described so far. */
  public List<CaptureInterface> interfaces() {
    return interfaces.stream().map(Described::source).toList();
  }

  /** The length of the block is in the order that the magic behind it tells. */
  private void section(long start) throws IOException {
    input.order(ByteOrder.BIG_ENDIAN);
    int length = input.readInt("a section header");
    int magic = input.readInt("a section header");
    if (Integer.reverseBytes(magic) == BYTE_ORDER_MAGIC) {
      input.order(ByteOrder.LITTLE_ENDIAN);
      length = Integer.reverseBytes(length);
    } else if (magic != BYTE_ORDER_MAGIC) {
      throw new CaptureFormatException(String.format("byte-order magic 0x%08x", magic), start);
    }
    if (length < FRAMING + 16 || length % 4 != 0) {
      throw badLength(length, start);
    }
    ByteBuffer version = input.read(12, "a section header");
    int major = version.getShort() & 0xffff;
    int minor = version.getShort() & 0xffff;
    if (major != 1) {
      throw new CaptureFormatException("pcapng version " + major + "." + minor, start);
    }
    input.skip(length - FRAMING - 16L, "a section header");
    trailer(length, start);
    interfaces.clear();
  }

  private void trailer(int length, long start) throws IOException {
    int again = input.readInt("a block");
    if (again != length) {
      throw new CaptureFormatException(
          "a block of "
              + Integer.toUnsignedString(length)
              + " octets that ends with the length "
              + Integer.toUnsignedString(again),
          start);
    }
  }

  private static CaptureFormatException badLength(int length, long start) {
    return new CaptureFormatException(
        "a block of " + Integer.toUnsignedString(length) + " octets", start);
  }

  @Override
  public Optional<CapturedFrame> next() throws IOException {
    while (true) {
      long start = input.offset();
      ByteBuffer word = input.readOrEnd(Integer.BYTES, "a block");
      if (!word.hasRemaining()) {
        return Optional.empty();
      }
      int type = word.getInt();
      if (type == SECTION_HEADER) {
        section(start);
        continue;
      }
      Optional<CapturedFrame> frame = block(type, start);
      if (frame.isPresent()) {
        return frame;
      }
    }
  }

  private Optional<CapturedFrame> block(int type, long start) throws IOException {
    int length = input.readInt("a block");
    if (Integer.compareUnsigned(length, FRAMING) < 0 || length % 4 != 0) {
      throw badLength(length, start);
    }
    boolean wanted =
        type == INTERFACE_DESCRIPTION
            || type == PACKET
            || type == SIMPLE_PACKET
            || type == ENHANCED_PACKET;
    if (!wanted) {
      input.skip((length & 0xffff_ffffL) - FRAMING, "a block");
      trailer(length, start);
      return Optional.empty();
    }
    if (length < 0 || length > MAX_BLOCK) {
      throw badLength(length, start);
    }
    ByteBuffer body = input.read(length - FRAMING, "a block");
    trailer(length, start);
    return switch (type) {
      case INTERFACE_DESCRIPTION -> {
        describe(body, start);
        yield Optional.empty();
      }
      case SIMPLE_PACKET -> Optional.of(simple(body, start));
      default -> Optional.of(packet(body, type, start));
    };
  }

  private void describe(ByteBuffer body, long start) throws CaptureFormatException {
    need(body, 8, start);
    if (interfaces.size() == MAX_INTERFACES) {
      throw new CaptureFormatException("more than " + MAX_INTERFACES + " interfaces", start);
    }
    int linkType = body.getShort() & 0xffff;
    body.getShort();
    int snaplen = body.getInt();
    String name = null;
    TimeResolution resolution = TimeResolution.MICROSECONDS;
    while (body.remaining() >= 4) {
      int code = body.getShort() & 0xffff;
      int length = body.getShort() & 0xffff;
      if (code == 0) {
        break;
      }
      need(body, length, start);
      ByteBuffer value = body.slice(body.position(), length).order(body.order());
      body.position(Math.min(body.limit(), body.position() + (length + 3) / 4 * 4));
      switch (code) {
        case IF_NAME -> name = StandardCharsets.UTF_8.decode(value).toString();
        case IF_TSRESOL -> {
          need(value, 1, start);
          resolution = resolution.withUnit(value.get());
        }
        case IF_TSOFFSET -> {
          need(value, Long.BYTES, start);
          resolution = resolution.withOffset(value.getLong());
        }
        default -> {}
      }
    }
    CaptureInterface source = new CaptureInterface(interfaces.size(), name, linkType, snaplen);
    interfaces.add(new Described(source, resolution));
  }

  private CapturedFrame simple(ByteBuffer body, long start) throws CaptureFormatException {
    need(body, 4, start);
    Described described = described(0, start);
    int length = body.getInt();
    int snaplen = described.source.snaplen();
    long kept = Math.min(length & 0xffff_ffffL, body.remaining());
    if (snaplen != 0) {
      kept = Math.min(kept, snaplen & 0xffff_ffffL);
    }
    return frame(described.source, Instant.EPOCH, body, (int) kept, length, start);
  }

  private CapturedFrame packet(ByteBuffer body, int type, long start)
      throws CaptureFormatException {
    need(body, 20, start);
    int index = type == PACKET ? body.getShort() & 0xffff : body.getInt();
    if (type == PACKET) {
      body.getShort();
    }
    Described described = described(index, start);
    long ticks = (long) body.getInt() << 32 | (body.getInt() & 0xffff_ffffL);
    Instant time =
        described
            .resolution
            .instant(ticks)
            .orElseThrow(
                () ->
                    new CaptureFormatException(
                        "a time out of range: " + Long.toUnsignedString(ticks), start));
    int captured = body.getInt();
    int length = body.getInt();
    return frame(described.source, time, body, captured, length, start);
  }

  private static CapturedFrame frame(
      CaptureInterface source, Instant time, ByteBuffer body, int kept, int length, long start)
      throws CaptureFormatException {
    if (kept < 0 || kept > MAX_FRAME || kept > body.remaining()) {
      throw new CaptureFormatException(
          "a frame of " + Integer.toUnsignedString(kept) + " octets", start);
    }
    byte[] octets = new byte[kept];
    body.get(octets);
    return new CapturedFrame(source, time, Bytes.of(octets), length);
  }

  private Described described(int index, long start) throws CaptureFormatException {
    if (index < 0 || index >= interfaces.size()) {
      throw new CaptureFormatException(
          "a frame of interface "
              + Integer.toUnsignedString(index)
              + ", of which there is no description",
          start);
    }
    return interfaces.get(index);
  }

  private static void need(ByteBuffer buffer, int length, long start)
      throws CaptureFormatException {
    if (buffer.remaining() < length) {
      throw new CaptureFormatException("a block that is too short for what it holds", start);
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
