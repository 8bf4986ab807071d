package dev.dejima.linux.netlink;

import dev.dejima.packet.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Builds a message's payload: a fixed structure, then attributes ({@code struct nlattr}). Numbers
 * are in this machine's order, those of the methods {@code be…} in the network's.
 *
 * <p>An attribute's length has 16 bits. A longer one does not fit ({@link #overflowed}); whoever
 * can, splits what it holds.
 */
public final class AttributeEncoder {
  private static final int NLA_F_NESTED = 0x8000;
  private static final int LONGEST = 0xffff;

  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
  private boolean overflowed;

  /** An attribute that is open: where it begins. */
  public record Mark(int position) {}

  private ByteBuffer room(int octets) {
    if (buffer.remaining() < octets) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + octets);
      byte[] grown = Arrays.copyOf(buffer.array(), size);
      buffer = ByteBuffer.wrap(grown, buffer.position(), size - buffer.position());
      buffer.order(ByteOrder.nativeOrder());
    }
    return buffer;
  }

  /** A field of the fixed structure: one octet. */
  public AttributeEncoder raw8(int value) {
    room(1).put((byte) value);
    return this;
  }

  /** A field of the fixed structure: two octets. */
  public AttributeEncoder raw16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  /** A field of the fixed structure: four octets. */
  public AttributeEncoder raw32(int value) {
    room(4).putInt(value);
    return this;
  }

  /** Octets of the fixed structure. */
  public AttributeEncoder raw(Bytes value) {
    room(value.length()).put(value.toArray());
    return this;
  }

  /** Opens an attribute that holds attributes, and says so in its type. */
  public Mark nest(int type) {
    return open(type | NLA_F_NESTED);
  }

  /** Opens an attribute; what is put until {@link #end} is in it. */
  public Mark open(int type) {
    Mark mark = new Mark(buffer.position());
    room(4).putShort((short) 0).putShort((short) type);
    return mark;
  }

  /** Closes an attribute, and pads it to a multiple of four. */
  public void end(Mark mark) {
    int length = buffer.position() - mark.position;
    overflowed |= length > LONGEST;
    buffer.putShort(mark.position, (short) length);
    int padding = -length & 3;
    room(padding).put(new byte[padding]);
  }

  public AttributeEncoder bytes(int type, Bytes value) {
    Mark mark = open(type);
    raw(value);
    end(mark);
    return this;
  }

  /** Text with a zero octet behind it. */
  public AttributeEncoder string(int type, String value) {
    Mark mark = open(type);
    byte[] octets = value.getBytes(StandardCharsets.UTF_8);
    room(octets.length + 1).put(octets).put((byte) 0);
    end(mark);
    return this;
  }

  public AttributeEncoder u8(int type, int value) {
    Mark mark = open(type);
    raw8(value);
    end(mark);
    return this;
  }

  public AttributeEncoder u16(int type, int value) {
    Mark mark = open(type);
    raw16(value);
    end(mark);
    return this;
  }

  public AttributeEncoder u32(int type, int value) {
    Mark mark = open(type);
    raw32(value);
    end(mark);
    return this;
  }

  public AttributeEncoder u64(int type, long value) {
    Mark mark = open(type);
    room(8).putLong(value);
    end(mark);
    return this;
  }

  public AttributeEncoder be16(int type, int value) {
    return bytes(type, Bytes.bigEndian(value, 2));
  }

  public AttributeEncoder be32(int type, int value) {
    return bytes(type, Bytes.bigEndian(value, 4));
  }

  public AttributeEncoder be64(int type, long value) {
    return bytes(type, Bytes.bigEndian(value, 8));
  }

  /** An attribute that is left out where there is no value. */
  public AttributeEncoder stringIf(int type, @Nullable String value) {
    return value == null ? this : string(type, value);
  }

  /** An attribute that is left out where there is no value. */
  public AttributeEncoder u32If(int type, @Nullable Integer value) {
    return value == null ? this : u32(type, value);
  }

  /** An attribute that is left out where there is no value. */
  public AttributeEncoder be32If(int type, @Nullable Integer value) {
    return value == null ? this : be32(type, value);
  }

  /** An attribute that is left out where there is no value. */
  public AttributeEncoder be32If(int type, OptionalInt value) {
    return value.isEmpty() ? this : be32(type, value.getAsInt());
  }

  /** An attribute that is left out where it would be zero. */
  public AttributeEncoder be32Unless0(int type, int value) {
    return value == 0 ? this : be32(type, value);
  }

  /** An attribute that is left out where it would be zero. */
  public AttributeEncoder be64Unless0(int type, long value) {
    return value == 0 ? this : be64(type, value);
  }

  /** An attribute that is left out where it would be empty. */
  public AttributeEncoder bytesUnlessEmpty(int type, Bytes value) {
    return value.isEmpty() ? this : bytes(type, value);
  }

  /** Octets so far. */
  public int size() {
    return buffer.position();
  }

  /** Whether some attribute is longer than its length can say. */
  public boolean overflowed() {
    return overflowed;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
