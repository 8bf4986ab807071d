package dev.dejima.linux.netlink;

import dev.dejima.packet.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads attributes one by one: {@code while (attributes.next()) switch (attributes.type())}.
 *
 * <p>What is malformed makes the decoder, and all that are nested with it, fail for good: reads
 * answer zeros and {@link #next} ends. So callers read on without a look, and ask {@link #check}
 * once, at the end.
 */
public final class AttributeDecoder {
  private static final int NLA_HDRLEN = 4;
  private static final int NLA_TYPE_MASK = 0x3fff;

  /** What all decoders of one message share. */
  private static final class Fault {
    private @Nullable String text;
  }

  private final ByteBuffer buffer;
  private final int end;
  private final Fault fault;
  private int following;
  private int type;
  private int start;
  private int length;

  private AttributeDecoder(ByteBuffer buffer, int from, int end, Fault fault) {
    this.buffer = buffer;
    this.end = end;
    this.fault = fault;
    this.following = from;
  }

  /** Attributes from {@code from} to the end of a payload. */
  public static AttributeDecoder of(byte[] payload, int from) {
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    AttributeDecoder decoder = new AttributeDecoder(buffer, from, payload.length, new Fault());
    if (from > payload.length) {
      decoder.fail("a payload of " + payload.length + " octets, not " + from);
    }
    return decoder;
  }

  /** Goes on to the next attribute; false at the end, and after a fault. */
  public boolean next() {
    if (fault.text != null || end - following < NLA_HDRLEN) {
      return false;
    }
    int size = buffer.getShort(following) & 0xffff;
    if (size < NLA_HDRLEN || following + size > end) {
      fail("an attribute of " + size + " octets where " + (end - following) + " are left");
      return false;
    }
    type = buffer.getShort(following + 2) & NLA_TYPE_MASK;
    start = following + NLA_HDRLEN;
    length = size - NLA_HDRLEN;
    following += size + 3 & ~3;
    return true;
  }

  /** The attribute's number. */
  public int type() {
    return type;
  }

  /** The attribute's octets. */
  public Bytes bytes() {
    byte[] octets = new byte[length];
    buffer.get(start, octets);
    return Bytes.of(octets);
  }

  /** Text, up to the first zero octet. */
  public String string() {
    int size = 0;
    while (size < length && buffer.get(start + size) != 0) {
      size++;
    }
    byte[] octets = new byte[size];
    buffer.get(start, octets);
    return new String(octets, StandardCharsets.UTF_8);
  }

  public int u8() {
    return holds(1) ? buffer.get(start) & 0xff : 0;
  }

  public int u16() {
    return holds(2) ? buffer.getShort(start) & 0xffff : 0;
  }

  public int u32() {
    return holds(4) ? buffer.getInt(start) : 0;
  }

  public int be16() {
    return holds(2) ? Short.toUnsignedInt(swap(buffer.getShort(start))) : 0;
  }

  public int be32() {
    return holds(4) ? swap(buffer.getInt(start)) : 0;
  }

  public long be64() {
    return holds(8) ? swap(buffer.getLong(start)) : 0;
  }

  /** A field of a structure: four octets from {@code offset}. */
  public int u32(int offset) {
    return holds(offset + 4) ? buffer.getInt(start + offset) : 0;
  }

  /** A field of a structure: eight octets from {@code offset}. */
  public long u64(int offset) {
    return holds(offset + 8) ? buffer.getLong(start + offset) : 0;
  }

  /** The attributes that the attribute holds. */
  public AttributeDecoder nested() {
    return new AttributeDecoder(buffer, start, start + length, fault);
  }

  /** The attributes that the attribute holds behind a structure. */
  public AttributeDecoder nested(int skip) {
    holds(skip);
    return new AttributeDecoder(
        buffer, Math.min(start + skip, start + length), start + length, fault);
  }

  /** Says that a value is impossible. */
  public void fail(String text) {
    if (fault.text == null) {
      fault.text = text + " at " + following;
    }
  }

  /** Whether something was malformed. */
  public boolean failed() {
    return fault.text != null;
  }

  /**
   * Ends the reading.
   *
   * @throws MalformedException if anything was malformed
   */
  public void check() throws MalformedException {
    if (fault.text != null) {
      throw new MalformedException(fault.text);
    }
  }

  private boolean holds(int octets) {
    if (length < octets) {
      fail("attribute " + type + " of " + length + " octets, not " + octets);
      return false;
    }
    return true;
  }

  private static short swap(short value) {
    return NATIVE_IS_BIG ? value : Short.reverseBytes(value);
  }

  private static int swap(int value) {
    return NATIVE_IS_BIG ? value : Integer.reverseBytes(value);
  }

  private static long swap(long value) {
    return NATIVE_IS_BIG ? value : Long.reverseBytes(value);
  }

  private static final boolean NATIVE_IS_BIG = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
}
